import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { FactsDesk } from '../../responder/index.ts';
import {
  duty,
  handlerOf,
  headOf,
  isoLocal,
  local,
  responderStory,
  secondDuty,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

/**
 * Tuesday, 10 March: an excavator on the border of 城东区 and 城西区 cuts a cable, two estates are dark. One matter, three who must act: two
 * districts, and the power company, which answers to the province and not to the city.
 */
let story: ResponderStory;
const ids: Record<'chengdong' | 'chengxi' | 'power_company', string> = {
  chengdong: '',
  chengxi: '',
  power_company: '',
};
const UNITS = ['chengdong', 'chengxi', 'power_company'] as const;
beforeAll(async () => {
  story = await responderStory('2026-03-10 08:30');
  await story.kernel.jobs.unschedule('responder.sweep', 'every-second');
});
afterAll(() => story.close());

const { act, detail, desk, at, dispatched } = ticketActs(() => story);
const clock = async (id: string, rule: string) => (await detail(id)).clocks.find((one) => one.rule.startsWith(rule))!;
const figure = (low: number, source: string) => ({
  ...{ text: `${low}户停电`, low, unit: '户', asOf: isoLocal('2026-03-10 09:30'), source },
});

describe('two districts and a vertical bureau', () => {
  it('08:30 one event becomes three tickets with numbers, units and deadlines of their own, all from the same start', async () => {
    const { id, event } = await dispatched('2026-03-10 08:20', 'chengdong', {
      title: '跨区道路施工挖断电缆，两小区停电',
      places: [
        { code: '990102', name: '城东区', path: ['江城市', '城东区'] },
        { code: '990103', name: '城西区', path: ['江城市', '城西区'] },
      ],
    });
    ids.chengdong = id;
    for (const lead of ['chengxi', 'power_company'] as const) {
      const part = { title: '挖断电缆停电', lead, requirement: '各负其责', reason: '涉及两区和垂管单位' };
      await act(id, 'split', part, duty);
    }
    const all = (await story.responder.queries.tickets(duty, { eventId: event.id })).items;
    expect(new Set(all.map(({ number }) => number)).size).toBe(3);
    for (const unit of UNITS) ids[unit] = all.find(({ lead }) => lead?.id === unit)!.id;
    for (const unit of UNITS) {
      // 48 hours from the detection, whoever answers; an hour of duty time to sign.
      expect((await clock(ids[unit], 'N-03')).dueAt).toBe(isoLocal('2026-03-12 08:20'));
      expect((await clock(ids[unit], 'L-03')).dueAt).toBe(isoLocal('2026-03-10 09:30'));
    }
  });

  it('each sees its own ticket and neither of the others, the company of the province no less than the districts', async () => {
    for (const unit of UNITS) {
      const seen = (await story.responder.queries.tickets(handlerOf(unit), {})).items;
      expect(seen.map((row) => row.id)).toEqual([ids[unit]]);
      for (const other of UNITS.filter((each) => each !== unit))
        await expect(story.responder.queries.ticket(handlerOf(unit), ids[other])).rejects.toMatchObject({
          code: 'not_found',
        });
    }
  });

  it('one signs late: the lateness is its own and nobody else’s', async () => {
    await at('2026-03-10 09:10');
    for (const unit of ['chengdong', 'power_company'] as const) await act(ids[unit], 'accept', {}, handlerOf(unit));
    await at('2026-03-10 09:45');
    await act(ids.chengxi, 'accept', {}, handlerOf('chengxi'));
    for (const unit of UNITS) await act(ids[unit], 'start', {}, handlerOf(unit));
    const facts = await story.responder.queries.unitFacts(
      supervisor,
      local('2026-03-01 00:00'),
      local('2026-04-01 00:00'),
    );
    const late = (unit: string) => facts.find((row) => row.unit.id === unit)!.clocksLate;
    expect(UNITS.map(late)).toEqual([0, 1, 0]);
  });

  it('one room for the three: two tell different numbers, one is agreed, and the guests see the room and no more', async () => {
    const id = ids.chengdong;
    const units = ['chengdong', 'chengxi', 'power_company', 'press_office'];
    await act(id, 'open-room', { question: '统一停电户数', units, reason: '三家数据不一' }, duty);
    await act(id, 'propose-fact', { key: '停电户数', ...figure(900, '物业报数') }, handlerOf('chengxi'));
    const line = async (who: Actor = duty) => (await desk<FactsDesk>(id, 'facts', who)).lines[0]!;
    const [company, first] = [handlerOf('power_company'), await line()];
    await act(id, 'edit-fact', { lineId: first.id, version: 1, ...figure(1200, '配电自动化系统') }, company);
    expect(await line(company)).toMatchObject({ disputed: true, approved: null });
    const agreed = { ...figure(1200, '配电自动化系统'), basis: '物业漏报一期' };
    await act(id, 'agree-fact', { lineId: first.id, version: 2, ...agreed }, duty);
    await act(id, 'approve-fact', { lineId: first.id, version: 3, approve: true }, secondDuty);
    expect(await line()).toMatchObject({ disputed: false, approved: { low: 1200 } });
    const guest = await story.responder.queries.ticket(company, id);
    expect([guest.desks.map(({ name }) => name), guest.timeline, guest.report]).toEqual([['room', 'facts'], [], null]);
  });

  it('each reports, is reviewed by its own head and answers for its part; one answer does not stop the others’ clocks', async () => {
    await at('2026-03-10 16:00');
    for (const unit of UNITS) {
      const report = { facts: '电缆被挖断，1200户停电', measures: '抢修并追责', result: '已恢复供电' };
      await act(ids[unit], 'report', report, handlerOf(unit));
      await act(ids[unit], 'review', { approve: true }, headOf(unit));
    }
    const answered: string[] = [];
    for (const unit of UNITS) {
      const url = `https://www.example.gov.cn/${unit}`;
      const told = { kind: 'follow_up', at: isoLocal('2026-03-10 15:50'), title: '恢复供电', channel: '政府网站', url };
      await act(ids[unit], 'record-release', told, handlerOf(unit));
      answered.push(unit);
      for (const each of UNITS)
        expect((await clock(ids[each], 'N-03')).state).toBe(answered.includes(each) ? 'met' : 'running');
    }
  });

  it('each is closed by itself; the last one standing is not held by the others, and all three keep their own record', async () => {
    await at('2026-03-11 16:30');
    await act(ids.chengdong, 'close-room', { conclusion: '按1200户统一口径' }, duty);
    for (const unit of UNITS) {
      const asked = { unit: '供电公司', post: '调度室', manner: 'phone', at: isoLocal('2026-03-10 15:00') };
      await act(ids[unit], 'verify', { result: 'true', ...asked }, duty);
      expect((await act(ids[unit], 'close', { conclusion: '已恢复供电并公开' }, duty)).state).toBe('closed');
    }
    const main = await detail(ids.chengdong);
    for (const unit of ['chengxi', 'power_company'] as const) {
      const part = await detail(ids[unit]);
      expect(part.timeline[0]!.text).toContain(main.ticket.number);
      expect(main.timeline.some(({ text }) => text.includes(part.ticket.number))).toBe(true);
      expect(part.hops.map(({ unit: of }) => of.id)).toEqual([unit]);
    }
  });
});
