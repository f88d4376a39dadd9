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

type Sent = Partial<Record<'url' | 'text', string>>;

const call = async (what: Sent, toldAt = '2026-02-24T08:55:00+08:00'): Promise<string> => {
  const told = { toldVia: 'phone', toldBy: '滨江区值班室', toldAt };
  const sent = whole.client.act('post', '/registrations').set('Cookie', cookie['zhengfuban']!);
  return (await sent.send({ ...told, ...what })).body.mentionId;
};
const ticketOf = async (id: string) => (await became(id, 'zhengfuban')).body.ticket as { id: string; number: string };
const read = async (id: string) => (await whole.client.read(`/tickets/${id}`, cookie['zhengfuban']!)).body;
const act = async (id: string, verb: string, input: object) => {
  const { revision } = (await read(id)).ticket;
  const sent = whole.client.act('post', `/tickets/${id}/${verb}`).set('Cookie', cookie['zhengfuban']!);
  const answer = await sent.send({ revision, ...input });
  expect(answer.body.detail ?? '').toBe('');
  return answer.body;
};
const told = async (id: string): Promise<string[]> =>
  (await read(id)).timeline.map(({ text }: { text: string }) => text).filter((text: string) => text.includes('接报'));

describe('a registration is never lost', () => {
  it('two links are two matters, the same link told twice is one', async () => {
    const water = await call({ url: 'https://example.cn/news/tingshui-1.html' });
    const wages = await call({ url: 'https://example.cn/forum/gongzi-2.html' });
    const again = await call({ url: 'https://example.cn/news/tingshui-1.html' });
    await whole.test.settle();
    const tickets = await Promise.all([water, wages, again].map(ticketOf));
    expect(tickets[0]!.id).not.toBe(tickets[1]!.id);
    expect(tickets[2]!.id).toBe(tickets[0]!.id);
  });

  it('who tells of an open matter again stands in its timeline', async () => {
    const first = await call({ text: '滨江区渔港码头缆绳断裂，渡船漂走' });
    await whole.test.settle();
    const ticket = await ticketOf(first);
    const before = (await told(ticket.id)).length;
    await call({ text: '滨江区渔港码头缆绳断裂，渡船漂走' });
    await whole.test.settle();
    const after = await told(ticket.id);
    expect(after).toHaveLength(before + 1);
    expect(after.join()).toContain('又接报：滨江区值班室（电话）');
  });

  it('a call after the matter was closed opens a ticket linked to the old one', async () => {
    const first = await call({ text: '滨江区水上公园游船靠岸时撞坏栈桥' });
    await whole.test.settle();
    const old = await ticketOf(first);
    await act(old.id, 'judge', { outcome: 'no_answer', sheet: { asks: '修好栈桥' }, reason: '现场已处置' });
    await act(old.id, 'close', { conclusion: '栈桥已修好' });
    const again = await call({ text: '滨江区水上公园游船靠岸时撞坏栈桥' });
    await whole.test.settle();
    const anew = await ticketOf(again);
    expect(anew.id).not.toBe(old.id);
    expect((await read(anew.id)).ticket.state).toBe('received');
    expect((await told(old.id)).at(-1)).toBe(`办结后又接报：滨江区值班室（电话），另立工单 ${anew.number}`);
  });

  it('a call for a merged ticket leads to the one that goes on, and no second is opened beside it', async () => {
    const [one, two] = [
      await call({ text: '滨江区北岸变电站冒烟，附近商铺断电' }),
      await call({ text: '滨江区南湖公园假山松动掉石' }),
    ];
    await whole.test.settle();
    const [merged, main] = [await ticketOf(one), await ticketOf(two)];
    await act(merged.id, 'merge', { into: main.id, reason: '同一处施工引起' });
    expect((await ticketOf(one)).id).toBe(main.id);
    const again = await call({ text: '滨江区北岸变电站冒烟，附近商铺断电' });
    await whole.test.settle();
    expect((await ticketOf(again)).id).toBe(main.id);
    expect((await told(main.id)).at(-1)).toContain(`并入本单的 ${merged.number} 又接报 1 次`);
    const { event } = (await became(again, 'zhengfuban')).body;
    const opening = whole.client.act('post', '/tickets').set('Cookie', cookie['zhengfuban']!);
    const refused = await opening.send({ eventId: event.id, reason: '单独办理' });
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      expect.stringContaining(`已并入在办工单 ${main.number}`),
    ]);
  });

  it('words nobody sees are no words, and a body that calls itself UTF-7 is not read', async () => {
    const told = { toldVia: 'phone', toldBy: '滨江区值班室', toldAt: '2026-02-24T08:55:00+08:00' };
    const post = () => whole.client.act('post', '/registrations').set('Cookie', cookie['zhengfuban']!);
    const unseen = await post().send({ ...told, toldBy: '\u200b\u200b\u200b', text: '滨江区二号桥护栏断裂' });
    expect([unseen.status, JSON.stringify(unseen.body)]).toEqual([400, expect.stringContaining('请填写由谁告知')]);
    const body = Buffer.from(JSON.stringify({ ...told, text: '滨江区二号桥护栏断裂' }));
    const odd = await post().set('Content-Type', 'application/json; charset=utf-7').send(body.toString());
    expect([odd.status, odd.body.detail]).toEqual([400, expect.stringContaining('不是 UTF-8')]);
  });
});
