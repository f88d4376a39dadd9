import { describe, expect, it } from 'vitest';
import { anEvent } from '../../tests/harness/responder.ts';
import { detectionOf } from './detected.ts';

const at = (time: string): string => `2026-03-10T${time}:00+08:00`;
const entered = new Date(at('10:00'));
const telling = (time: string, id: number) => ({
  ...{ mentionId: `01900000-0000-7000-8000-00000000000${id}`, toldVia: 'phone' as const, toldBy: '街道值班室' },
  toldAt: at(time),
});
const event = (first: string, registrations: ReturnType<typeof telling>[]) => ({
  ...anEvent('2026-03-10 06:00'),
  detected: { by: 'person' as const, at: at('09:00'), why: '人工登记' },
  ...{ firstPublishedAt: at(first), outbreakPublishedAt: at('06:00') },
  registration: {
    ...{ by: { id: 'x', name: '值班员', unitId: null }, toldVia: 'phone' as const, toldBy: '街道值班室' },
    ...{ toldAt: at('08:58'), note: null, attachments: [] },
  },
  registrations,
});

describe('from when the office knew', () => {
  it.each<[string, ReturnType<typeof event>, string]>([
    ['what the first registration tells', event('06:00', [telling('08:58', 1)]), '08:58'],
    ['an earlier call that was entered after it', event('06:00', [telling('08:58', 1), telling('07:00', 2)]), '07:00'],
    ['never a call about an earlier outbreak', event('01:00', [telling('08:58', 1), telling('02:00', 2)]), '08:58'],
  ])('%s', (_name, picture, expected) => {
    expect(detectionOf(picture, entered)!.at).toEqual(new Date(at(expected)));
  });
});

it('names the year of a telling that was entered after its end', () => {
  const told = { ...event('06:00', [telling('08:58', 1)]), detected: null };
  expect(detectionOf(told, new Date('2026-03-11T09:00:00+08:00'))!.late).toContain('3月10日08:58接报，补登记');
  const later = detectionOf(told, new Date('2027-01-04T09:00:00+08:00'))!;
  expect([later.late, later.by]).toEqual([
    '2026年3月10日08:58接报，补登记，发现时间按接报时间计',
    '接报，2027年1月4日09:00补登记',
  ]);
});
