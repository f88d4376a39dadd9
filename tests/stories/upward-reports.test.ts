import { afterEach, describe, expect, it } from 'vitest';
import type { FactsDesk, UpwardDesk } from '../../responder/index.ts';
import {
  anEvent,
  duty,
  graveEvent,
  handlerOf,
  isoLocal,
  responderStory,
  type ResponderStory,
} from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
afterEach(() => story.close());

const emergency = handlerOf('emergency');
const upward = async (id: string) => (await story.responder.queries.desk(duty, id, 'upward')) as UpwardDesk;

/** 云山县 explosion, in the hands of 应急管理局. */
async function explosion(): Promise<string> {
  story = await responderStory('2026-03-10 09:00');
  const event = graveEvent('2026-03-10 08:40', { occurred: '2026-03-10 08:30' });
  await story.tell(event);
  const { ticket } = await story.ticketOf(event.id);
  const dispatch = {
    revision: ticket.revision,
    lead: 'emergency',
    requirement: '核实并处置',
    emergency: '现场正在救援',
  };
  await story.responder.verbs.dispatch(ticket.id, dispatch, duty);
  return ticket.id;
}

describe('reports upward', () => {
  it('S05: a red matter owes its report upward at once, in parallel with handling; first, continued, final are logged with their time', async () => {
    const id = await explosion();
    const { verbs, queries } = story.responder;
    expect((await upward(id)).duty).toMatchObject({ rules: ['N-08'], firstSentAt: null });
    const [owed, ...others] = await queries.tasks(duty);
    // 立即 stands before everything that has a deadline in figures.
    expect(owed).toMatchObject({ kind: 'upward', dueAt: null, atOnce: true, desk: 'upward' });
    expect(others.map(({ atOnce }) => atOnce)).not.toContain(true);
    // Handling goes on meanwhile; setting the level adds nothing to a duty that is there.
    const { ticket } = await queries.ticket(duty, id);
    await verbs.accept(id, { revision: ticket.revision }, emergency);
    await send(id, '建议：请省级专家支援', '2026-03-10 09:20');
    const first = await queries.ticket(duty, id);
    expect((await upward(id)).duty).toMatchObject({ firstSentAt: isoLocal('2026-03-10 09:20') });
    // The same act is the report L-01 and L-02 wait for: nobody enters it twice.
    const reported = first.clocks.filter(({ rule }) => rule.startsWith('L-01') || rule.startsWith('L-02'));
    expect(reported.map(({ state }) => state)).toEqual(reported.map(() => expect.stringMatching(/^met/)));
    expect(reported.length).toBeGreaterThan(0);
    expect((await queries.tasks(duty)).filter(({ kind }) => kind === 'upward')).toEqual([]);
    const sent = (await upward(id)).reports[0]!;
    expect(sent).toMatchObject({ kindTitle: '快报', mark: '内部资料', state: 'sent' });
    await verbs['receipt-upward'](
      id,
      { reportId: sent.id, post: '省政府总值班室', number: '省收〔2026〕7号', at: isoLocal('2026-03-10 09:20') },
      duty,
    );
    // 续报: only what is new.
    await story.until('2026-03-10 12:00');
    await verbs['draft-upward'](id, {}, duty);
    const second = (await upward(id)).reports[1]!;
    expect(second.title).toMatch(/续报一$/);
    const whole = (body: string) => second.sections.map(({ heading }) => ({ heading, text: body }));
    const edit = { reportId: second.id, title: second.title };
    const without = { ...edit, version: 1, sections: second.sections.slice(1) };
    await expect(verbs['edit-upward'](id, without, duty)).rejects.toThrow(`不得删去：${second.sections[0]!.heading}`);
    const opening = sent.sections.map((section) => section.text).join('');
    await verbs['edit-upward'](id, { ...edit, version: 1, sections: whole(opening) }, duty);
    const out = {
      reportId: second.id,
      to: '省政府总值班室',
      manner: 'written' as const,
      at: isoLocal('2026-03-10 12:00'),
    };
    await expect(verbs['send-upward'](id, { ...out, version: 2 }, duty)).rejects.toThrow('续报只报新情况');
    await verbs['edit-upward'](id, { ...edit, version: 2, sections: whole('明火已经扑灭') }, duty);
    await verbs['send-upward'](id, { ...out, version: 3 }, duty);
  });

  it('S05: the final report waits for the result, ends the series, and is followed again when there is news', async () => {
    const id = await explosion();
    const { verbs, queries } = story.responder;
    const revision = async () => (await queries.ticket(duty, id)).ticket.revision;
    await verbs.accept(id, { revision: await revision() }, emergency);
    await send(id, '建议：请省级专家支援', '2026-03-10 09:20');
    const final = () => verbs['draft-upward'](id, { kind: 'final' }, duty);
    await expect(final()).rejects.toThrow(
      '终报报告处置结果，现在尚未研判，核实尚无结果，办理单位尚未反馈办理结果。新情况请用“续报”报送',
    );
    await workedOff(id);
    expect((await upward(id)).beforeTheEnd).toEqual([]);
    await final();
    const draft = (await upward(id)).reports.at(-1)!;
    const sections = draft.sections.map(({ heading }) => ({ heading, text: '处置完毕' }));
    await verbs['edit-upward'](id, { reportId: draft.id, version: 1, title: draft.title, sections }, duty);
    const out = { to: '省政府总值班室', manner: 'written' as const, at: isoLocal('2026-03-10 12:00') };
    await verbs['send-upward'](id, { ...out, reportId: draft.id, version: 2 }, duty);
    await expect(verbs['draft-upward'](id, {}, duty)).rejects.toThrow('此后没有重启，也没有新批准的事实');
    await oneDead(id, '2026-03-10 11:50');
    await verbs['draft-upward'](id, {}, duty);
    expect((await upward(id)).reports.at(-1)?.title).toMatch(/续报二$/);
  });

  it('S05: an everyday matter owes none until a person calls it 重大', async () => {
    story = await responderStory('2026-03-10 09:00');
    const event = anEvent('2026-03-10 08:00', { kind: 'work_safety' });
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    expect((await upward(ticket.id)).duty).toBeNull();
    await story.until('2026-03-10 10:00');
    const { revision } = (await story.ticketOf(event.id)).ticket;
    await story.responder.verbs['set-level'](
      ticket.id,
      { revision, level: 'II', stage: 'duty', reason: '现场核实10人以上遇难' },
      duty,
    );
    expect((await upward(ticket.id)).duty).toMatchObject({ rules: ['N-07'], since: isoLocal('2026-03-10 10:00') });
    const told = await story.responder.queries.notifications(duty);
    expect(told.items.map(({ text }) => text).join()).toContain('须立即向上级报告');
  });

  it('a death approved after the draft is not left out; the minute of drafting is a minute to send in', async () => {
    const id = await explosion();
    const { verbs } = story.responder;
    await story.time.advanceTo(new Date('2026-03-10T09:05:10+08:00'));
    await verbs['draft-upward'](id, {}, duty);
    const [draft] = (await upward(id)).reports;
    const write = (version: number, casualties?: string) => {
      const sections = draft!.sections.map(({ heading, text }) => ({
        heading,
        text: (heading === '伤亡损失' && casualties) || text || '请省级专家支援',
      }));
      return verbs['edit-upward'](id, { reportId: draft!.id, version, title: draft!.title, sections }, duty);
    };
    const send = (version: number, at: string) =>
      verbs['send-upward'](
        id,
        { reportId: draft!.id, version, to: '省政府总值班室', manner: 'written', at: isoLocal(at) },
        duty,
      );
    await write(1);
    await oneDead(id, '2026-03-10 09:00');
    expect((await upward(id)).reports[0]!.leftOut).toMatchObject([{ title: '死亡人数', sheet: '1' }]);
    await expect(send(2, '2026-03-10 09:05')).rejects.toThrow('死亡人数已批准为1，材料没有写明，不得报送');
    await write(2, '1人死亡；其他正在核实，暂无经批准的数据');
    await expect(send(3, '2026-03-10 09:05')).rejects.toThrow('死亡人数已批准为1');
    await write(3, '1人死亡');
    await expect(send(4, '2026-03-10 09:04')).rejects.toThrow('起草（3月10日09:05）之后');
    await send(4, '2026-03-10 09:05');
    expect((await upward(id)).reports[0]).toMatchObject({ state: 'sent', leftOut: [] });
  });
});

/** Drafts the next report, fills what only people know and sends it at this time. */
async function send(id: string, advice: string, at: string): Promise<void> {
  const { verbs } = story.responder;
  await verbs['draft-upward'](id, {}, duty);
  const draft = (await upward(id)).reports.at(-1)!;
  const sections = draft.sections.map(({ heading, text }) => ({
    heading,
    text: text || advice,
  }));
  expect(draft.title).toBe('关于“云山县某化工厂爆炸”的快报');
  await verbs['edit-upward'](id, { reportId: draft.id, version: 1, title: draft.title, sections }, duty);
  await story.until(at);
  await verbs['send-upward'](
    id,
    { reportId: draft.id, version: 2, to: '省政府总值班室', manner: 'written', at: isoLocal(at) },
    duty,
  );
}

/** A death told by the unit at work and approved. */
async function oneDead(id: string, asOf: string): Promise<void> {
  const { verbs, queries } = story.responder;
  const fact = { key: 'deaths', text: '事故已造成1人死亡', low: 1, unit: '人', source: '现场指挥部' };
  await verbs['propose-fact'](id, { ...fact, asOf: isoLocal(asOf) }, emergency);
  const [line] = ((await queries.desk(duty, id, 'facts')) as FactsDesk).lines;
  await verbs['approve-fact'](id, { lineId: line!.id, version: 1, approve: true }, duty);
}

/** Judged, found true, worked on and reported back by 12:00. */
async function workedOff(id: string): Promise<void> {
  const { act } = ticketActs(() => story);
  const asked = { unit: '应急管理局', post: '现场指挥部值班员', manner: 'phone', at: isoLocal('2026-03-10 09:10') };
  await act(id, 'judge', { outcome: 'public_answer', dispositions: ['D-3'] }, duty);
  await act(id, 'verify', { result: 'true', ...asked }, duty);
  await story.until('2026-03-10 12:00');
  await act(id, 'start', {}, emergency);
  await act(id, 'report', { facts: '明火已经扑灭', measures: '现场清理，善后安置' }, emergency);
}
