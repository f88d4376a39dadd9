import type { Recognised } from './format.ts';
import { mediaCrawlerFormat } from './mediacrawler.ts';
import { tableFormat } from './table.ts';
import { vendorFormat } from './vendor.ts';
import { weiboApiFormat } from './weibo-api.ts';

/** Which shape a file has, from its columns (or the keys of its first rows) and, in doubt, its name. */
export function recogniseFormat(columns: string[], path: string): Recognised {
  return mediaCrawlerFormat(columns, path) ?? vendorFormat(columns) ?? weiboApiFormat(columns) ?? tableFormat(columns);
}
