import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiOver, type TestApi } from '../../../tests/harness/dashboard.ts';
import { graveEvent, responderStory, type ResponderStory } from '../../../tests/harness/responder.ts';
import { createStaff } from '../../accounts/staff.ts';
import { dutyRoom } from '../../rooms/duty-room.ts';
import type { Handover, Organisation, Roster, RosterPreview } from '../schemas/duty.ts';
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
    expect([wrong.status, wrong.body.detail]).toEqual([400, '第 2 行：值班员“值班员一”：本单位没有这个在用账号']);
    const leader = await send('daiban', TABLE.replace('带班领导一,值班员二\n', '值班员二,值班员二\n'));
    expect(leader.body.detail).toBe('第 2 行：带班领导“值班员二”：不是带班领导');
    expect((await send('wangxinban', TABLE)).status).toBe(403);
    expect((await send('zhujian', TABLE)).status).toBe(403);
    expect((await send('daiban', TABLE)).body).toEqual({ set: 2 });
    expect((await send('daiban', TABLE)).body.detail).toContain('重叠');
  });

  it('D31: a month as an office saves it, .xlsx or CSV in GBK, is shown line by line before anything is planned', async () => {
    const file = (bytes: Buffer, type = 'application/octet-stream') =>
      api.act('post', '/duty/roster/file').set('Cookie', cookie['daiban']!).set('content-type', type).send(bytes);
    const gbk = iconv.encode(TABLE.replaceAll('03-1', '04-1'), 'gbk');
    expect((await file(gbk, 'text/csv')).body.table).toContain('带班领导一');
    expect((await file(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]))).body.detail).toContain('请另存为 .xlsx');

    const { table } = (await file(await workbook())).body as { table: string };
    const before = await planned();
    const { body } = await act('/duty/roster/preview', 'daiban', { unit: 'gov_office', table });
    const { rows, problems } = body as RosterPreview;
    expect(problems).toBe(3);
    expect(rows.map(({ line, problem }) => [line, problem])).toEqual([
      [2, null],
      [3, '值班员“查无此人”：本单位没有这个在用账号'],
      [5, expect.stringContaining('与已排的班次（4月1日08:30至4月1日17:30）重叠')],
      [6, '已结束的班次不能再安排'],
    ]);
    expect(rows[0]!.shift).toMatchObject({
      to: '2026-04-01T17:30:00+08:00',
      leader: '带班领导一',
      officers: ['值班员二'],
    });
    const odd = [
      ...['起,止,带班领导,值班员', '2026-04-20 08:30,2026-04-25 08:30,带班领导一,值班员二'],
      ...[
        '2026-04-26 08:30,2026-04-26 07:30,带班领导一,值班员二',
        '2036-04-26 08:30,2036-04-26 17:30,带班领导一,值班员二',
      ],
    ].join('\n');
    const told = (await act('/duty/roster/preview', 'daiban', { unit: 'gov_office', table: odd }))
      .body as RosterPreview;
    expect(told.rows.map(({ line, problem }) => [line, problem])).toEqual([
      [2, '一个班次最长72小时，这一班有120小时'],
      [3, '“止”须晚于“起”'],
      [4, '只能安排今后366天以内的班次'],
    ]);
    // One wrong line, and nothing of the month is taken.
    const refused = await act('/duty/roster/import', 'daiban', { unit: 'gov_office', table });
    expect([refused.status, refused.body.detail]).toEqual([
      400,
      expect.stringMatching(/^第 3 行：.+；第 5 行：.+；第 6 行：/),
    ]);
    expect(await planned()).toBe(before);
    const good = table.split('\n').slice(0, 2).join('\n');
    expect((await act('/duty/roster/import', 'daiban', { unit: 'gov_office', table: good })).body).toEqual({ set: 1 });
    expect(await planned()).toBe(before + 1);
    expect((await act('/duty/roster/preview', 'wangxinban', { unit: 'gov_office', table: good })).status).toBe(403);
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

const planned = async (): Promise<number> =>
  (
    (
      await read(
        '/duty/roster?unit=gov_office&from=2026-03-01T00:00:00%2B08:00&to=2026-05-01T00:00:00%2B08:00',
        'daiban',
      )
    ).body as Roster
  ).shifts.length;

/** A sheet as people keep one: dates and clock times as the spreadsheet's own, an empty row in between. */
async function workbook(): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('4月');
  sheet.addRow(['起', '止', '带班领导', '值班员']);
  sheet.addRow([new Date('2026-04-01T08:30:00Z'), '17:30', '带班领导一', '值班员二']);
  sheet.addRow(['2026-04-02 08:30', '17:30', '带班领导一', '查无此人']);
  sheet.addRow([]);
  sheet.addRow(['2026-04-01 12:00', '18:00', '带班领导一', '值班员二']);
  sheet.addRow(['2026-03-01 08:30', '17:30', '带班领导一', '值班员二']);
  sheet.getColumn(1).numFmt = 'yyyy-mm-dd hh:mm';
  return Buffer.from(await book.xlsx.writeBuffer());
}

const idOf = async (login: string): Promise<string> =>
  (
    await api.accounts.db
      .selectFrom('dashboard_users')
      .select('id')
      .where('login', '=', login)
      .executeTakeFirstOrThrow()
  ).id;

describe('the template of a month', () => {
  it('is a workbook for whoever plans a roster, and for nobody else', async () => {
    const given = await read('/duty/roster/template?month=2026-04', 'daiban');
    expect([given.status, given.headers['content-type']]).toEqual([200, expect.stringContaining('spreadsheetml')]);
    expect((await read('/duty/roster/template?month=2026-13', 'daiban')).status).toBe(400);
    expect((await read('/duty/roster/template?month=2026-04', 'zhujian')).status).toBe(403);
  });
});

describe('the sheet over the API', () => {
  it('D31: is written, ticked and signed by both', async () => {
    await story.tell(graveEvent('2026-03-10 09:50', { origin: 'demo' }));
    expect((await act('/duty/handovers', 'wangxinban', { unit: 'gov_office' })).status).toBe(403);
    // Two presses at once are one sheet; the slower learns where it is.
    const both = await Promise.all(
      ['daiban', 'zhengfuban'].map((who) => act('/duty/handovers', who, { unit: 'gov_office' })),
    );
    const made = both.find(({ status }) => status < 300)!;
    const refused = both.find(({ status }) => status === 409)!;
    const { id } = made.body as { id: string };
    expect(refused.body.detail).toMatch(/^\S+ 已于 .+ 生成交接班单，请在该单上办理$/);
    expect(refused.body.details.current.id).toBe(id);
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
    expect(units.find(({ id }) => id === 'cyberspace')!.empty).toEqual([]);
    expect(units.find(({ id }) => id === 'health')!.empty).toEqual(['负责人', '联系人']);
  });
});
