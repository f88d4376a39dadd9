import { toLocalIso } from '../../../platform/runtime/local-time.ts';

/** 11月22日, in Shanghai. */
export function localDay(at: Date): string {
  const [, month, day] = toLocalIso(at).slice(0, 10).split('-').map(Number);
  return `${month}月${day}日`;
}

/** 3时05分, in Shanghai. */
export function localTime(at: Date): string {
  const [hour, minute] = toLocalIso(at).slice(11, 16).split(':');
  return `${Number(hour)}时${minute}分`;
}

/** 2026-11-22 03:05:09, as a source would write it. */
export const localStamp = (at: Date): string => toLocalIso(at).slice(0, 19).replace('T', ' ');
