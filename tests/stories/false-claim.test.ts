import { afterEach, describe, expect, it } from 'vitest';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { RumoursDesk } from '../../responder/index.ts';
import {
  anEvent,
  duty,
  handlerOf,
  isoLocal,
  responderStory,
  spokesperson,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
afterEach(() => story.close());

const rumoursOf = async (id: string) => (await story.responder.queries.desk(duty, id, 'rumours')) as RumoursDesk;
const revisionOf = async (id: string) => (await story.responder.queries.ticket(duty, id)).ticket.revision;

/** The same matter, seen again with so many posts. */
let seen = 1;
const grown = (event: EventSnapshot, mentions: number): EventSnapshot => ({
  ...event,
  revision: (seen += 1),
  counts: { ...event.counts, mentions, voices: mentions },
});

const CLAIM = '和平街道水厂被投毒，自来水不能喝';
/** 10 March: a claim goes round, the water company is asked, the claim is found untrue and clarified at 12:00. */
async function clarified(): Promise<{ event: EventSnapshot; id: string; rumourId: string }> {
  story = await responderStory('2026-03-10 09:00');
  const event = anEvent('2026-03-10 08:30', { title: '网传和平街道自来水异味', focus: ['false_info'] });
  await story.tell(event);
  const { id } = (await story.ticketOf(event.id)).ticket;
  const { verbs } = story.responder;
  await verbs['register-rumour'](id, { claim: CLAIM }, spokesperson);
  for (const [at, mentions] of [
    ['10:00', 20],
    ['11:00', 45],
    ['12:00', 60],
  ] as const) {
    await story.until(`2026-03-10 ${at}`);
    await story.tell(grown(event, mentions));
  }
  await verbs.verify(
    id,
    {
      ...{ revision: await revisionOf(id), result: 'false', unit: '江城水务集团', post: '水质检测中心值班主任' },
      ...{ manner: 'phone', at: isoLocal('2026-03-10 11:30') },
    },
    duty,
  );
  await verbs['record-release'](
    id,
    {
      ...{ revision: await revisionOf(id), kind: 'clarification', at: isoLocal('2026-03-10 12:00') },
      ...{ title: '关于和平街道自来水水质的说明', channel: '微博', url: 'https://weibo.example.cn/1' },
      text: '经检测，和平街道供水水质各项指标均符合国家标准。',
    },
    spokesperson,
  );
  const asked = { unit: '江城水务集团', post: '水质检测中心值班主任', at: isoLocal('2026-03-10 11:30') };
  const claimed = (await rumoursOf(id)).rumours[0]!;
  await verbs['verify-rumour'](id, { rumourId: claimed.id, version: 1, result: 'false', ...asked }, duty);
  const desk = await rumoursOf(id);
  const [rumour] = desk.rumours;
  await verbs['clarify-rumour'](
    id,
    { rumourId: rumour!.id, version: rumour!.version, releaseId: desk.clarifications[0]!.id },
    spokesperson,
  );
  return { event, id, rumourId: rumour!.id };
}

describe('a false claim, clarified and flaring up', () => {
  it('E12: is registered in its own words with its spread, verified, clarified by a release, and the time that took is shown', async () => {
    const { id } = await clarified();
    const { rumours } = await rumoursOf(id);
    expect(rumours).toMatchObject([
      {
        ...{ claim: CLAIM, label: '不实信息（经核实）' },
        verified: { asked: '江城水务集团水质检测中心值班主任', at: isoLocal('2026-03-10 11:30') },
        spread: { mentions: 6, voices: 6 },
        registeredAt: isoLocal('2026-03-10 09:00'),
        refutedAt: isoLocal('2026-03-10 11:30'),
        clarifiedAt: isoLocal('2026-03-10 12:00'),
        clarifiedAfterHours: 0.5,
        clarification: '《关于和平街道自来水水质的说明》',
      },
    ]);
  });

  it('E12: before anybody has looked it is 网传信息·待核实, it cannot be clarified, and no text of ours calls it more', async () => {
    story = await responderStory('2026-03-10 09:00');
    const event = anEvent('2026-03-10 08:30');
    await story.tell(event);
    const { id } = (await story.ticketOf(event.id)).ticket;
    const { verbs, queries } = story.responder;
    const register = (claim: string) => verbs['register-rumour'](id, { claim }, spokesperson);
    await expect(register('有人造谣说水厂被投毒')).rejects.toThrow('核实之前只记网传的说法本身');
    await expect(register('喝水后患者王小明已住院')).rejects.toThrow('只记事，不记人');
    await expect(register('见 https://weibo.com/u/1234567 所说水厂被投毒')).rejects.toThrow('只记事，不记人');
    await register(CLAIM);
    const desk = await rumoursOf(id);
    const [rumour] = desk.rumours;
    expect(rumour).toMatchObject({ label: '网传信息·待核实', refuted: false });
    const clarify = { rumourId: rumour!.id, version: 1, releaseId: rumour!.id };
    await expect(verbs['clarify-rumour'](id, clarify, spokesperson)).rejects.toThrow('核实情况为“未核实”');
    const { timeline } = await queries.ticket(duty, id);
    expect(timeline.at(-1)!.text).toContain('登记网传信息·待核实');
    expect(JSON.stringify([desk, timeline])).not.toMatch(/谣/);
  });

  it('E12: that the matter itself is true does not make a claim about it true', async () => {
    story = await responderStory('2026-03-10 09:00');
    const event = anEvent('2026-03-10 08:30');
    await story.tell(event);
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    const true_ = { result: 'true', unit: '江城水务集团', post: '调度值班', manner: 'phone' } as const;
    await story.responder.verbs.verify(id, { revision, ...true_, at: isoLocal('2026-03-10 08:50') }, duty);
    await story.responder.verbs['register-rumour'](id, { claim: '还要再停水一个月' }, spokesperson);
    expect((await rumoursOf(id)).rumours[0]!.label).toBe('网传信息·待核实');
  });

  it('E13: its spread is charted in equal windows before and after, and it asks for a new judgement when it grows again', async () => {
    const { event, id } = await clarified();
    await story.until('2026-03-10 15:00');
    await story.tell(grown(event, 63));
    const faded = (await rumoursOf(id)).rumours[0]!;
    expect(faded.reach).toEqual({ hours: 3, before: 54, after: 3 });
    expect(faded.series.reduce((sum, { posts }) => sum + posts, 0)).toBe(57);
    expect(faded.flaredAt).toBeNull();

    await story.until('2026-03-11 08:00');
    await story.tell(grown(event, 64));
    await story.until('2026-03-11 12:00');
    await story.tell(grown(event, 110));
    const why = '澄清发布后再次升温：近6小时新增47条，此前同长时段0条';
    expect((await rumoursOf(id)).rumours[0]).toMatchObject({ flaredAt: isoLocal('2026-03-11 12:00'), flaredWhy: why });
    const { timeline } = await story.responder.queries.ticket(duty, id);
    expect(timeline.filter(({ kind }) => kind === 'rumour-flared').map(({ text }) => text)).toEqual([
      `${why}，请重新研判`,
    ]);
    const { items } = await story.responder.queries.notifications(duty, {});
    expect(items.find(({ why: said }) => said === why)?.text).toContain('澄清后再次升温');
    // Told once: more of the same rings no second time.
    await story.until('2026-03-11 13:00');
    await story.tell(grown(event, 140));
    const again = (await story.responder.queries.ticket(duty, id)).timeline;
    expect(again.filter(({ kind }) => kind === 'rumour-flared')).toHaveLength(1);
  });

  it('E13: once the ticket is closed, reopening is suggested with the reason', async () => {
    const { event, id } = await clarified();
    const { verbs, queries } = story.responder;
    const judged = {
      ...{ outcome: 'public_answer' as const, level: 'IV' as const, dispositions: ['D-6' as const] },
      colour: 'blue' as const,
    };
    await verbs.judge(id, { revision: await revisionOf(id), ...judged, sheet: { asks: '水能不能喝' } }, duty);
    await story.until('2026-03-11 14:00');
    await story.tell(grown(event, 61));
    await verbs.close(
      id,
      { revision: await revisionOf(id), conclusion: '已澄清', transfer: '未发现涉嫌违法线索' },
      duty,
    );
    await story.until('2026-03-13 09:00');
    await story.tell(grown(event, 120));
    expect((await rumoursOf(id)).rumours[0]!.flaredWhy).toContain('再次升温');
    const { ticket, timeline } = await queries.ticket(duty, id);
    expect(ticket.state).toBe('closed');
    expect(timeline.at(-1)!.text).toContain('请考虑重启');
    const { items } = await queries.notifications(duty, {});
    expect(items.some(({ text }) => text.includes('澄清后再次升温，请考虑重启'))).toBe(true);
    await verbs.reopen(id, { revision: ticket.revision, reason: '网传信息再次升温' }, duty);
    expect((await queries.ticket(duty, id)).ticket.state).not.toBe('closed');
  });

  it('only who may answer the public registers a claim; another unit does not even see the ticket', async () => {
    const { id } = await clarified();
    const act = story.responder.verbs['register-rumour'](id, { claim: CLAIM }, handlerOf('education'));
    await expect(act).rejects.toThrow('没有这个工单');
  });
});
