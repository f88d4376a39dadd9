import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program, type Program } from '../../tests/harness/program.ts';

let whole: Program;
const cookie: Record<string, string> = {};
const NOTHING = { event: null, ticket: null };

beforeAll(async () => {
  whole = await program(new Date('2026-02-24T09:00:00+08:00'));
  for (const login of ['wangxinban', 'zhengfuban', 'xinwenban', 'zhujian'])
    cookie[login] = await whole.client.cookieOf(login);
  cookie['live'] = await whole.liveAccount('zhiban', 'gov_office', 'duty_officer');
});
afterAll(() => whole.close());

const register = async (): Promise<string> => {
  const told = { toldVia: 'unit', toldBy: '城东区总值班室', toldAt: '2026-02-24T08:50:00+08:00' };
  const sent = whole.client.act('post', '/registrations').set('Cookie', cookie['wangxinban']!);
  return (await sent.send({ ...told, text: '城东区和平街道河堤塌陷约十米，暂无人员伤亡' })).body.mentionId;
};
const became = (id: string, login: string) => whole.client.read(`/registrations/${id}`, cookie[login]!);

describe('what became of a registration', () => {
  it('is nothing yet at once, then its event and the number of its ticket, so that one can go on there', async () => {
    const id = await register();
    expect((await became(id, 'wangxinban')).body).toEqual(NOTHING);
    await whole.test.settle();
    const { event, ticket } = (await became(id, 'wangxinban')).body;
    expect(ticket.number).toMatch(/^演交〔2026〕\d+号$/);
    expect((await whole.client.read(`/tickets/${ticket.id}`, cookie['wangxinban']!)).body.ticket.number).toBe(
      ticket.number,
    );
    expect((await whole.client.read(`/events/${event.id}`, cookie['wangxinban']!)).status).toBe(200);
    for (const colleague of ['zhengfuban', 'xinwenban'])
      expect((await became(id, colleague)).body).toEqual({ event, ticket });
    // Not the same world, and not who registers.
    expect((await became(id, 'live')).body).toEqual(NOTHING);
    expect((await became(id, 'zhujian')).status).toBe(403);
  });

  it('is nothing for what was never registered', async () => {
    expect((await became('01900000-0000-7000-8000-000000000000', 'wangxinban')).body).toEqual(NOTHING);
  });
});
