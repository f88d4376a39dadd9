import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiOver, type TestApi } from '../../../tests/harness/dashboard.ts';
import { graveEvent, responderStory, type ResponderStory } from '../../../tests/harness/responder.ts';
import { createStaff } from '../../accounts/staff.ts';
import { dutyRoom } from '../../rooms/duty-room.ts';
import type { Handover, Organisation, Roster } from '../schemas/duty.ts';
import { dutyOperations } from './duty.ts';
import { sessionOperations } from './session.ts';

let story: ResponderStory;
let api: Omit<TestApi, 'test' | 'close'>;
const cookie: Record<string, string> = {};

beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00');
  const { time } = story;
  api = await apiOver(story.kernel, (rooms) => [
    ...sessionOperations(rooms),
    ...dutyOperations({ duty: dutyRoom({ ...rooms, time, duty: story.responder.duty }), time }),
  ]);
  for (const login of ['daiban', 'zhengfuban', 'wangxinban', 'zhujian', 'zhujianju', 'lingdao', 'xitong'])
    cookie[login] = await api.cookieOf(login);
});
afterAll(async () => {
  await api.http.close();
  await story.close();
});

const read = (path: string, login: string) => api.read(path, cookie[login]!);
const act = (path: string, login: string, body: object) =>
  api.act('post', path).set('Cookie', cookie[login]!).send(body);
const TABLE =
  '起,止,带班领导,值班员\n2026-03-10 08:30,17:30,带班领导一,值班员二\n2026-03-10 17:30,8:30,带班领导一,值班员二';

describe('the roster over the API', () => {
  it('D31: is imported as a table by names of accounts, all of it or nothing', async () => {
    const send = (login: string, table: string) => act('/duty/roster/import', login, { unit: 'gov_office', table });
    const wrong = await send('daiban', TABLE.replace('带班领导一,值班员二\n', '带班领导一,值班员一\n'));
    expect([wrong.status, wrong.body.detail]).toEqual([400, '第 1 个班次的值班员“值班员一”：本单位没有这个在用账号']);
    const leader = await send('daiban', TABLE.replace('带班领导一,值班员二\n', '值班员二,值班员二\n'));
    expect(leader.body.detail).toBe('第 1 个班次的带班领导“值班员二”：不是带班领导');
    expect((await send('wangxinban', TABLE)).status).toBe(403);
    expect((await send('zhujian', TABLE)).status).toBe(403);
    expect((await send('daiban', TABLE)).body).toEqual({ set: 2 });
    expect((await send('daiban', TABLE)).body.detail).toContain('重叠');
  });

  it('D31: shows who is on duty now, the gaps to come, and to a department its own roster only', async () => {
    const { body } = await read('/duty/roster?unit=gov_office', 'wangxinban');
    const roster = body as Roster;
    expect([roster.now!.leader!.name, roster.now!.officers[0]!.name, roster.mayPlan]).toEqual([
      '带班领导一',
      '值班员二',
      false,
    ]);
    expect(roster.gaps).toEqual([{ from: '2026-03-11T08:30:00+08:00', to: '2026-03-17T10:00:00+08:00' }]);
    expect((await read('/duty/roster?unit=gov_office', 'zhujian')).status).toBe(404);
    expect((await read('/duty/roster', 'zhujianju')).body).toMatchObject({ unit: { id: 'housing' }, mayPlan: true });
    expect((await read('/duty/roster', 'xitong')).status).toBe(403);
  });

  it('D31: an account that is no longer in use is not on duty, whatever the roster says', async () => {
    const staff = createStaff(api.accounts.db);
    const [filled, id] = [await staff('demo'), await idOf('zhengfuban')];
    expect([filled('duty_officer', 'gov_office', id), filled('handler', 'gov_office', id)]).toEqual([true, false]);
    expect((await staff('live'))('duty_officer', 'gov_office', id)).toBe(false);
    await api.accounts.db.updateTable('dashboard_users').set({ disabled: true }).where('id', '=', id).execute();
    expect((await staff('demo'))('duty_officer', 'gov_office', id)).toBe(false);
    await api.accounts.db.updateTable('dashboard_users').set({ disabled: false }).where('id', '=', id).execute();
  });
});

const idOf = async (login: string): Promise<string> =>
  (
    await api.accounts.db
      .selectFrom('dashboard_users')
      .select('id')
      .where('login', '=', login)
      .executeTakeFirstOrThrow()
  ).id;

describe('the sheet over the API', () => {
  it('D31: is written, ticked and signed by both', async () => {
    await story.tell(graveEvent('2026-03-10 09:50', { origin: 'demo' }));
    expect((await act('/duty/handovers', 'wangxinban', { unit: 'gov_office' })).status).toBe(403);
    const { id } = (await act('/duty/handovers', 'daiban', { unit: 'gov_office' })).body as { id: string };
    const sheet = async () => (await read('/duty/handovers', 'zhengfuban')).body.items[0] as Handover;
    const { lines, version } = await sheet();
    expect(lines.map(({ kind }) => kind)).toContain('grave');
    const path = `/duty/handovers/${id}`;
    expect((await act(`${path}/sign`, 'daiban', { version, side: 'out' })).status).toBe(204);
    expect((await act(`${path}/sign`, 'zhengfuban', { version, side: 'in' })).status).toBe(409);
    const ticks = { version: version + 1, lines: lines.map((line) => ({ id: line.id })) };
    expect((await act(`${path}/tick`, 'zhengfuban', ticks)).status).toBe(204);
    expect((await act(`${path}/sign`, 'zhengfuban', { version: version + 2, side: 'in' })).status).toBe(204);
    expect((await sheet()).in!.by.name).toBe('值班员二');
  });
});

describe('the duty table and the tree over the API', () => {
  it('H21: is changed by the two lead bodies alone', async () => {
    const change = { topic: 'utilities', unit: 'water', reason: '职责划转' };
    expect((await act('/duty/table', 'zhujianju', change)).status).toBe(403);
    expect((await act('/duty/table', 'wangxinban', { ...change, topic: 'nothing' })).status).toBe(400);
    expect((await act('/duty/table', 'wangxinban', change)).status).toBe(204);
    const { lines, mayChange } = (await read('/duty/table', 'lingdao')).body;
    expect([lines[0].unit.name, lines[0].setBy.name, mayChange]).toEqual(['市水务局', '值班员一', false]);
  });

  it('H09: shows heads and contacts by unit, and what is empty', async () => {
    const { units } = (await read('/organisation', 'zhujian')).body as Organisation;
    const housing = units.find(({ id }) => id === 'housing')!;
    expect(housing.posts.map(({ title, names }) => `${title} ${names.join()}`)).toEqual([
      '负责人 住建负责人一',
      '联系人 住建经办一',
    ]);
    expect(units.find(({ id }) => id === 'cyberspace')!.empty).toEqual(['带班领导']);
  });
});
