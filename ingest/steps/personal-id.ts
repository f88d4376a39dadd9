import type { SourceType } from '../raw-record.ts';
import { MASKS } from './mask.ts';
import { isIdNumber15, isIdNumber18 } from './number-checks.ts';

/** Numbers of posts on platforms have 9 to 19 digits and name a post, however much they look like a telephone. */
const PLATFORMS: ReadonlySet<SourceType> = new Set(['weibo', 'wechat', 'forum', 'video', 'news', 'client', 'hotlist']);
const MOBILE = /^(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}$/;
const LANDLINE = /^0\d{2,3}[- ][2-9]\d{6,7}$/;
/** An order number made of area code, day and a running number looks like an identity number of somebody born these years. */
const CHILD_YEARS = 10;
/** Numbers of 15 digits were last given out in 1999; 1930 leaves out orders of 2024 to 2029 (area code, YYMMDD, three digits). */
const OLDEST_15 = 30;

/**
 * What stands for an id that is a telephone or an identity number (offices do number orders so), or has one between separators; null for
 * every other id. Letters right before the digits make a code (GD13800138000).
 */
export function personalIdOf(own: string, sourceType: SourceType, now: Date): string | null {
  const ofPlatform = PLATFORMS.has(sourceType);
  const parts = [own, own.replaceAll(' ', ''), ...own.split(/[^\p{L}\p{N}]+/u)];
  if (parts.some((part) => isAdult18(part, now) || (!ofPlatform && isOld15(part)))) return MASKS.id;
  if (ofPlatform) return null;
  if (parts.some((part) => MOBILE.test(part))) return MASKS.mobile;
  return LANDLINE.test(own) ? MASKS.landline : null;
}

const isAdult18 = (digits: string, now: Date): boolean =>
  isIdNumber18(digits) && Number(digits.slice(6, 10)) < now.getUTCFullYear() - CHILD_YEARS;

const isOld15 = (digits: string): boolean => isIdNumber15(digits) && Number(digits.slice(6, 8)) >= OLDEST_15;
