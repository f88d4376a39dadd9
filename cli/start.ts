import { AppError } from '../platform/runtime/errors.ts';
import { isRealDay } from './arguments.ts';

export interface Start {
  at: Date;
  precision: 'day' | 'minute';
}

const SHAPE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * An instant as typed: 2026-09-18 (00:00 +08:00, precision day), 2026-09-18T16:00, with or without seconds and zone; no zone = +08:00.
 * @throws AppError 'invalid_input' for anything else, 30 February included.
 */
export function parseStart(text: string): Start {
  const match = SHAPE.exec(text.trim());
  const [, day, time, zone] = match ?? [];
  const at = new Date(`${day}T${time ?? '00:00'}${zone ?? '+08:00'}`);
  if (!match || Number.isNaN(at.getTime()) || !isRealDay(day!))
    throw new AppError('invalid_input', `时刻“${text}”无法识别，应如 2026-09-18 或 2026-09-18T16:00（缺省为北京时间）`);
  return { at, precision: time === undefined ? 'day' : 'minute' };
}
