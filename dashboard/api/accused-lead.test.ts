import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { departmentsSchema } from '../../config/schema/departments.ts';
import { program, type Program } from '../../tests/harness/program.ts';

import { createHearers } from '../realtime/hearers.ts';
import { createEventUnits } from '../rooms/event-units.ts';
import { Units } from './units.ts';

/** 信访工作条例 arts. 28, 30: a complaint is not read by the office it complains of, be it the one that coordinates all others. */
let whole: Program;
const cookie: Record<string, string> = {};
let matter: { mention: string; event: string; ticket: string; number: string };
const OFFICE = '市政府办公室';

const read = async (login: string, path: string) => whole.client.read(path, cookie[login]!);

beforeAll(async () => {
  whole = await program(new Date('2026-02-24T09:00:00+08:00'));
  for (const login of ['wangxinban', 'zhengfuban']) cookie[login] = await whole.client.cookieOf(login);
  const told = { toldVia: 'superior', toldBy: '市纪委值班室', toldAt: '2026-02-24T08:50:00+08:00' };
  const sent = whole.client.act('post', '/registrations').set('Cookie', cookie['wangxinban']!);
  const text = `举报${OFFICE}公车私用、违规吃喝，多次反映没有处理`;
  const mention = (await sent.send({ ...told, title: `${OFFICE}公车私用`, text })).body.mentionId;
  await whole.test.settle();
  const { event, ticket } = (await read('wangxinban', `/registrations/${mention}`)).body;
  matter = { mention, event: event.id, ticket: ticket.id, number: ticket.number };
});
afterAll(() => whole.close());

describe('a matter that accuses the coordinating office', () => {
  it('is all there for the other lead body', async () => {
    expect((await read('wangxinban', `/events/${matter.event}`)).status).toBe(200);
    expect((await read('wangxinban', `/tickets/${matter.ticket}`)).status).toBe(200);
    for (const list of ['/events', '/stream', '/notifications'])
      expect(JSON.stringify((await read('wangxinban', list)).body)).toContain('公车私用');
  });

  it('is not there for the office itself: no event, no ticket, nothing of what became of it', async () => {
    expect((await read('zhengfuban', `/events/${matter.event}`)).status).toBe(404);
    expect((await read('zhengfuban', `/tickets/${matter.ticket}`)).status).toBe(404);
    expect((await read('zhengfuban', `/registrations/${matter.mention}`)).body).toEqual({ event: null, ticket: null });
  });

  it.each(['/events', '/events?q=公车', '/stream', '/stream?q=公车私用', '/warnings', '/notifications', '/tickets'])(
    'stands in no list of the office: %s',
    async (list) => {
      const { status, body } = await read('zhengfuban', list);
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toContain('公车');
      expect(JSON.stringify(body)).not.toContain(matter.number);
    },
  );

  it('is counted for the other lead body alone, as its lists show it', async () => {
    const numbers = async (login: string) => {
      const { counters, byTopic, series } = (await read(login, '/overview?origin=demo')).body;
      const shown = (await read(login, '/events')).body.items.length;
      expect(counters.openEvents).toBe(shown);
      const posts = series.reduce((sum: number, { mentions }: { mentions: number }) => sum + mentions, 0);
      return [counters.mentionsToday, counters.openTickets, shown, posts, byTopic.length];
    };
    expect(await numbers('wangxinban')).toEqual([1, 1, 1, 1, 1]);
    expect(await numbers('zhengfuban')).toEqual([0, 0, 0, 0, 0]);
  });

  it('rings no socket of the office: neither its event nor its ticket', async () => {
    const units = new Units(loadRulebook(shippedConfigFolder(), 'departments', departmentsSchema));
    const { analyzer, responder, test } = whole;
    const hearers = createHearers({
      ...{ analyzer, responder, unitIds: units.all().map(({ id }) => id), kindOf: (id) => units.kindOf(id) },
      eventUnits: createEventUnits(test.kernel.db as never, responder.queries),
    });
    const told = [
      (await hearers.ofEventIds([matter.event])).get(matter.event),
      (await hearers.ofTickets([{ id: matter.ticket, units: ['gov_office'] }])).get(matter.ticket),
    ];
    for (const audience of told) {
      expect(audience?.overseers).toEqual(expect.arrayContaining(['cyberspace', 'supervision', 'press_office']));
      expect([...audience!.overseers, ...audience!.units]).not.toContain('gov_office');
    }
    expect(hearers.ofAnything().overseers).toContain('gov_office');
  });
});
