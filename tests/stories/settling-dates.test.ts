import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { clocksSchema, type StopFact } from '../../config/schema/clocks.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { VERB_INPUTS } from '../../responder/tickets/verbs.ts';
import { dateFields } from '../../responder/tickets/dates.ts';
import type { VerbName } from '../../responder/index.ts';
import { duty, graveEvent, isoLocal, responderStory, type ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

/** No act that settles a clock lies before the matter: a year mistyped, or 1970, would stop it as met. */
const outside = [
  { kind: 'link' as const, value: 'https://example.cn/a', outside: true },
  { kind: 'transcript' as const, value: '实录', outside: false },
];
const release = { title: '情况通报', channel: '政府网站', url: 'https://example.cn/a' };
const held = {
  title: '新闻发布会',
  speaker: '发言人',
  speakerPost: '新闻发言人',
  place: '新闻发布厅',
  proofs: outside,
};
type Act = [verb: VerbName, at: string | null, input: Record<string, unknown>];
const of = (kind: string): Act => ['record-release', 'at', { ...release, kind }];

/** What a person does to make the fact, and where he says when; null = it is when he does it. */
const SETTLING: Record<StopFact, Act[]> = {
  first_release: [of('first_information'), ['confirm-channel', 'at', {}]],
  conference: [['record-conference', 'startedAt', held]],
  superior_conference: [['record-conference', 'startedAt', { ...held, calledBy: '省政府新闻办' }]],
  answer: [of('reply'), of('follow_up'), ['confirm-channel', 'at', {}]],
  clarification: [of('clarification')],
  follow_up_release: [of('follow_up')],
  reported_up_phone: [
    ['report-up', 'at', { manner: 'phone', to: '省政府总值班室' }],
    ['send-upward', 'at', {}],
  ],
  reported_up_written: [
    ['report-up', 'at', { manner: 'written', to: '省政府总值班室' }],
    ['send-upward', 'at', {}],
  ],
  judged: [['judge', null, {}]],
  accepted: [
    ['accept', null, {}],
    ['accept-by-phone', 'at', {}],
  ],
  manner_decided: [['judge', null, {}]],
  reported_back: [['report', null, {}]],
  result_given: [of('reply')],
  evaluated: [['evaluate', null, {}]],
  done_by_hand: [['meet-clock', 'at', {}]],
};
const acts = Object.values(SETTLING).flat();
const { rules } = loadRulebook(shippedConfigFolder(), 'clocks', clocksSchema);

let story: ResponderStory;
let id: string;
beforeAll(async () => {
  story = await responderStory('2026-03-10 11:25');
  // Nobody knows when it happened.
  const event = { ...graveEvent('2026-03-10 11:24'), occurredAt: null };
  await story.tell(event);
  ({ id } = (await story.ticketOf(event.id)).ticket);
  await story.until('2026-03-10 11:40');
});
afterAll(() => story.close());
const { act, detail } = ticketActs(() => story);
const stopped = async () => (await detail(id)).clocks.filter(({ state }) => state === 'met').map(({ rule }) => rule);

describe('an act that settles a clock', () => {
  it.each(rules.filter(({ clock }) => clock !== null))('$id $title: is no earlier than what it settles', (rule) => {
    for (const { fact } of rule.satisfied_by)
      for (const [verb, at] of SETTLING[fact]) {
        const dates = dateFields(VERB_INPUTS[verb]).filter(({ path }) => path.length === 1);
        const [field] = dates.filter(({ path }) => path[0] === at);
        // meet-clock asks its own clock, which is nearer.
        const kinds = verb === 'meet-clock' ? ['earlier'] : ['since', 'either'];
        if (at !== null) expect(kinds, `${verb} ${at}`).toContain(field?.field?.kind);
        else expect(dates.map(({ field: one }) => one?.kind).filter((kind) => kind !== 'review')).toEqual([]);
      }
  });

  const entered = acts.filter(([verb]) => ['record-release', 'record-conference', 'report-up'].includes(verb));
  it.each(entered)(
    '%s of 1970, or of the minute before anybody heard of the matter, stops nothing',
    async (...[verb, at, input]) => {
      const before = await stopped();
      for (const time of ['1970-01-01 08:00', '2016-03-10 11:30', '2026-03-10 11:23'])
        await expect(act(id, verb, { ...input, [at!]: isoLocal(time) }, duty)).rejects.toThrow('早于');
      expect(await stopped()).toEqual(before);
    },
  );

  it('is taken from the minute the matter was first heard of, and earlier once it is known to have begun earlier', async () => {
    const phone = (time: string, who: Actor = duty) =>
      act(id, 'report-up', { manner: 'phone', to: '省政府总值班室', at: isoLocal(time) }, who);
    await expect(phone('2026-03-10 11:10')).rejects.toThrow('如事件此前已经发生，请先在研判中填写发生时间');
    const occurredAt = { at: isoLocal('2026-03-10 11:00'), source: '110接警记录' };
    await act(id, 'set-level', { level: 'II', stage: 'duty', reason: '伤亡情况属实', occurredAt }, duty);
    await phone('2026-03-10 11:10');
    const { timeline, clocks } = await detail(id);
    expect(timeline.at(-1)).toMatchObject({ factAt: isoLocal('2026-03-10 11:10') });
    expect(clocks.find(({ rule }) => rule.startsWith('L-01'))?.state).toBe('met');
  });

  it('a beginning of last year by mistake is told with its year, and one of 1900 is not taken', async () => {
    const matter = graveEvent('2026-03-10 11:24', { title: '城东区某小区燃气爆燃' });
    await story.tell({ ...matter, occurredAt: null });
    const other = (await story.ticketOf(matter.id)).ticket.id;
    const begun = (time: string) => {
      const occurredAt = { at: isoLocal(time), source: '110接警记录' };
      return act(other, 'set-level', { level: 'II', stage: 'duty', reason: '伤亡情况属实', occurredAt }, duty);
    };
    await expect(begun('1900-01-01 08:00')).rejects.toThrow('发生时间填为1900年1月1日');
    await begun('2025-03-10 11:00');
    await expect(begun('2026-03-10 11:00')).rejects.toThrow('发生时间不能晚于已登记的发生时间（2025年3月10日11:00）');
    await expect(
      act(other, 'report-up', { manner: 'phone', to: '省政府总值班室', at: isoLocal('2024-03-10 11:10') }, duty),
    ).rejects.toThrow('上报时间早于事件发生时间（2025年3月10日11:00）');
  });
});
