import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { shippedConfigFolder } from '../../../config/load.ts';
import { SECRET_ENV } from './feeder.ts';
import { SOURCES } from './matters.ts';

/** The shipped configuration with the stream's sources switched on. */
export function chaosConfig(folder: string): string {
  cpSync(shippedConfigFolder(), folder, { recursive: true });
  const sources = SOURCES.map((id) => ({
    ...{ id, name: id, kind: 'webhook', enabled: true, secretEnv: SECRET_ENV },
    sourceType: id.replace('chaos_', ''),
  }));
  writeFileSync(join(folder, 'rulebooks', 'sources.yaml'), stringify({ paceSeconds: 5, allowInside: [], sources }));
  return folder;
}
