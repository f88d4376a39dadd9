import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiOver, type TestApi } from '../../../tests/harness/dashboard.ts';
import { noticeHouse, TOKEN, words, type NoticeHouse } from '../../../tests/harness/notices.ts';
import { responderRoom } from '../../rooms/responder-room.ts';
import { notificationOperations } from './notifications.ts';
import { sessionOperations } from './session.ts';

const nobody = () => Promise.reject(new Error('no act here names a person'));
let house: NoticeHouse;
let api: Omit<TestApi, 'test' | 'close'>;
const cookie: Record<string, string> = {};

beforeAll(async () => {
  house = await noticeHouse();
  await house.begin('2026-03-11 10:00');
  api = await apiOver(house.story.kernel, (rooms) => [
    ...sessionOperations(rooms),
    ...notificationOperations({ responder: responderRoom(house.story.responder, nobody), time: house.story.time }),
  ]);
  for (const login of ['zhengfuban', 'yingji', 'ducha', 'lingdao', 'xitong']) cookie[login] = await api.cookieOf(login);
  await house.tell({ reason: 'demo', origin: 'demo', text: '演交〔2026〕1号待研判' });
  house.wecom.behaviour = 'refuse';
  await house.tell({ reason: 'live', text: '舆交〔2026〕1号待研判' });
  await house.at('2026-03-11 10:01');
});
afterAll(async () => {
  await api.http.close();
  await house.story.close();
  await house.close();
});

const read = (path: string, login: string) => api.read(path, cookie[login]!);
const act = (path: string, login: string, body: object) =>
  api.act('post', path).set('Cookie', cookie[login]!).send(body);

describe('the ledger of what left the house', () => {
  it('shows a demonstration account its own rows, suppressed and why', async () => {
    const { status, body } = await read('/deliveries', 'zhengfuban');
    expect(status).toBe(200);
    expect(body.items.map((row: { channel: string; state: string }) => `${row.channel} ${row.state}`).sort()).toEqual([
      'sms suppressed',
      'wecom suppressed',
    ]);
    expect(body.items[0]).toMatchObject({ stateWhy: '演示数据不外发', post: '值班员', text: '演交〔2026〕1号待研判' });
    expect((await read('/deliveries?state=sent', 'zhengfuban')).body.items).toEqual([]);
    expect((await read('/deliveries', 'ducha')).status).toBe(200);
    for (const login of ['yingji', 'lingdao', 'xitong']) expect((await read('/deliveries', login)).status).toBe(403);
  });

  it('tells beside each message by which ways it went out', async () => {
    const { items, shift } = (await read('/notifications', 'zhengfuban')).body;
    expect(items[0].outside.map((way: { channel: string }) => way.channel).sort()).toEqual([
      '企业微信群机器人',
      '短信',
    ]);
    expect(shift).toMatchObject({ decisions: 1, limit: 20 });
  });

  it('a demonstration account cannot send real notices again, a department nothing at all', async () => {
    const failed = (await house.ledger()).find(({ state }) => state === 'given_up')!;
    expect((await act('/deliveries/resend', 'zhengfuban', { ids: [failed.id] })).body).toEqual({ resent: 0 });
    expect((await act('/deliveries/resend', 'yingji', { ids: [failed.id] })).status).toBe(403);
    expect((await act('/deliveries/resend', 'zhengfuban', { ids: ['x'] })).status).toBe(400);
  });
});

describe('the lights of the channels', () => {
  it('are seen by the duty desk and the system administrator, without an address or key', async () => {
    for (const login of ['zhengfuban', 'xitong']) {
      const { body, text } = await read('/channels', login);
      const wecom = body.items.find((one: { id: string }) => one.id === 'wecom');
      expect(wecom).toMatchObject({ state: 'failing', givenUp: 1, lastError: expect.stringContaining('93000') });
      for (const secret of [TOKEN, '13800000001', '127.0.0.1']) expect(text).not.toContain(secret);
    }
    expect((await read('/channels', 'yingji')).status).toBe(403);
  });

  it('turn green with a test that arrives', async () => {
    house.wecom.behaviour = 'accept';
    expect((await act('/channels/wecom/test', 'zhengfuban', {})).status).toBe(403);
    expect((await act('/channels/telex/test', 'xitong', {})).status).toBe(404);
    const { status, body } = await act('/channels/wecom/test', 'xitong', {});
    expect([status, body]).toEqual([200, { items: [{ post: '值班员', outcome: 'sent', why: null }] }]);
    expect(words(house.wecom).at(-1)).toContain('通道测试');
    const { items } = (await read('/channels', 'xitong')).body;
    expect(items.find((one: { id: string }) => one.id === 'wecom').state).toBe('ok');
  });
});
