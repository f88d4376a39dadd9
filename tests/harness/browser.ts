import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = [
  process.env['HUIYING_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const found = PLACES.find((path): path is string => path !== undefined && path !== '' && existsSync(path));

/** In CI a missing browser is a failure; on a user's machine the browser stories are skipped and say why. */
export const browserMissing = found === undefined && process.env['CI'] === undefined;
export const HOW_TO_GET_A_BROWSER =
  'no Chromium found: apt-get install chromium fonts-noto-cjk, or set HUIYING_CHROMIUM';

export function openBrowser(): Promise<Browser> {
  if (found === undefined) throw new Error(HOW_TO_GET_A_BROWSER);
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath: found, args });
}
