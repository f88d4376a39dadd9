import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { ticketRulesSchema } from '../../config/schema/ticket-rules.ts';
import { instant } from '../../ingest/messages.ts';
import type { Begun } from './beginning.ts';
import { dateFields, moment, refuseOddDates, wholeDay } from './dates.ts';
import { VERB_INPUTS } from './verbs.ts';

const ticketRules = loadRulebook(shippedConfigFolder(), 'ticket-rules', ticketRulesSchema);
const at = (text: string) => `${text}:00+08:00`;
const heardOf = new Date(at('2026-03-10T08:30'));
const ticket: Begun = {
  ...{ occurred_at: null, published_at: heardOf, detected_at: heardOf },
  event: { registration: null } as Begun['event'],
};
const context = { now: new Date(at('2026-03-10T12:00')), books: { ticketRules }, ticket };
const enter = (kind: Parameters<typeof moment>[0], text: string) => () =>
  refuseOddDates(dateFields(z.strictObject({ at: moment(kind, '时间') })), { at: text }, context);

describe('dates that people enter', () => {
  it.each(Object.entries(VERB_INPUTS))('every date of %s says what kind it is', (_name, schema) => {
    for (const { path, field } of dateFields(schema)) expect(field, path.join('.')).toBeDefined();
  });

  it('are found however deep they lie, and missed by nobody', () => {
    const schema = z.strictObject({
      tasks: z.array(z.strictObject({ dueAt: moment('term', '任务期限') })).default([]),
      on: z.union([wholeDay('earlier', '结论日期'), z.null()]).optional(),
      forgotten: z.record(
        z.string(),
        instant.nullish().transform((text) => text ?? null),
      ),
    });
    const found = dateFields(schema).map(({ path, field }) => [path.join('.'), field?.kind]);
    expect(found).toEqual([
      ['tasks.*.dueAt', 'term'],
      ['on', 'earlier'],
      ['forgotten.*', undefined],
    ]);
    const tasks = [{ dueAt: at('2026-03-11T09:00') }, { dueAt: at('1970-01-01T09:00') }];
    expect(() => refuseOddDates(dateFields(schema), { tasks }, context)).toThrow('任务期限须晚于现在');
    expect(() => refuseOddDates(dateFields(schema), { on: '2026-03-11' }, context)).toThrow('结论日期不得晚于今天');
    expect(() => refuseOddDates(dateFields(schema), { on: '2026-03-10' }, context)).not.toThrow();
  });

  it.each([
    ['since', '2026-03-10T08:30', '2026-03-10T08:29', '时间早于发现时间|时间早于首条公开信息时间'],
    ['since', '2026-03-10T12:00', '2026-03-10T12:01', '时间不能晚于现在'],
    ['since', '2026-03-10T09:00', '1970-01-01T00:00', '早于首条公开信息时间'],
    ['earlier', '2023-03-11T12:00', '2016-03-10T12:00', '时间填为2016年3月10日，最早可填至2023年3月10日'],
    ['earlier', '2026-03-10T12:00', '2098-03-10T12:00', '时间不能晚于现在'],
    ['term', '2026-03-10T12:01', '2026-03-10T12:00', '时间须晚于现在'],
    ['term', '2029-03-10T11:00', '9999-03-10T12:00', '最远可填至2029年3月10日'],
    ['review', '2026-06-08T12:00', '2026-06-08T12:01', '最远可填至2026年6月8日'],
    ['delegation', '2027-03-11T12:00', '2027-03-11T12:01', '最远可填至2027年3月11日'],
    ['either', '2026-03-10T08:30', '1900-01-01T00:00', '早于首条公开信息时间'],
    ['either', '2028-03-10T08:30', '9999-01-01T00:00', '请核对年月'],
    ['standing', '2025-03-10T08:30', '1970-01-01T00:00', '请核对年月'],
  ] as const)('of the kind %s may be %s and not %s', (kind, good, bad, why) => {
    expect(enter(kind, at(good))).not.toThrow();
    expect(enter(kind, at(bad))).toThrow(new RegExp(why));
  });
});
