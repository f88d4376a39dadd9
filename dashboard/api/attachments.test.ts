import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program, type Program } from '../../tests/harness/program.ts';

const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('path')]);
const LOGINS = ['wangxinban', 'zhengfuban', 'zhujian', 'zhujianju', 'jiaoyu', 'lingdao', 'pinggu', 'xitong'];

let whole: Program;
const cookie: Record<string, string> = {};
/** In a registration, whose ticket went to the housing department; not yet in any. */
let sent: string;
let waiting: string;

beforeAll(async () => {
  whole = await program(new Date('2026-02-24T09:00:00+08:00'));
  for (const login of LOGINS) cookie[login] = await whole.client.cookieOf(login);
  cookie['live'] = await whole.liveAccount('zhiban', 'gov_office', 'duty_officer');
  [sent, waiting] = [await upload(), await upload()];
  const registration = {
    text: '城东区和平街道一居民楼外墙脱落，砸中车辆',
    toldVia: 'phone',
    toldBy: '和平街道值班室',
    toldAt: '2026-02-24T08:50:00+08:00',
    attachments: [sent],
  };
  const { mentionId } = (await act('/registrations', registration)).body;
  await whole.test.settle();
  const { items } = (await whole.client.read('/stream', cookie['wangxinban']!)).body;
  const { event } = items.find((item: { id: string }) => item.id === mentionId);
  const [ticket] = (await whole.client.read(`/tickets?eventId=${event.id}`, cookie['wangxinban']!)).body.items;
  const order = { revision: ticket.revision, lead: 'housing', requirement: '今日核实并反馈', emergency: '先交办' };
  expect((await act(`/tickets/${ticket.id}/dispatch`, order)).status).toBe(200);
  await whole.test.settle();
});
afterAll(() => whole.close());

const act = (path: string, body: object) =>
  whole.client.act('post', path).set('Cookie', cookie['wangxinban']!).send(body);
async function upload(): Promise<string> {
  const picture = whole.client.act('post', '/attachments').set('Cookie', cookie['wangxinban']!).type('image/png');
  return (await picture.send(PNG)).body.id;
}
const seen = async (id: string, login: string): Promise<number> =>
  (await whole.client.read(`/attachments/${id}`, cookie[login]!)).status;

describe('whose screenshot it is', () => {
  it('is opened to nobody by a registration of somebody else that names it', async () => {
    const told = { toldVia: 'phone', toldBy: '滨江区值班室', toldAt: '2026-02-24T08:55:00+08:00' };
    const sending = whole.client.act('post', '/registrations').set('Cookie', cookie['zhengfuban']!);
    const refused = await sending.send({ ...told, text: '滨江区二号桥护栏断裂', attachments: [waiting] });
    expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining('截图不存在')]);
    expect(await seen(waiting, 'lingdao')).toBe(404);
  });

  it.each([
    ['wangxinban', 200],
    ['zhengfuban', 200],
    ['lingdao', 200],
    // The ticket is theirs.
    ['zhujian', 200],
    ['zhujianju', 200],
    // It is not.
    ['jiaoyu', 404],
    // Not the same world.
    ['live', 404],
    // No business at all.
    ['pinggu', 403],
    ['xitong', 403],
  ])('%s reads one of a registration: %i', async (login, status) => expect(await seen(sent, login)).toBe(status));

  it.each([
    ['wangxinban', 200],
    ['zhengfuban', 404],
    ['lingdao', 404],
    ['zhujian', 404],
  ])('%s reads one that no registration holds yet: %i', async (login, status) =>
    expect(await seen(waiting, login)).toBe(status),
  );

  it('answers a foreign one like one that does not exist', async () => {
    const nobody = '01900000-0000-7000-8000-000000000000';
    const [foreign, missing] = await Promise.all(
      [sent, nobody].map((id) => whole.client.read(`/attachments/${id}`, cookie['jiaoyu']!)),
    );
    expect(foreign!.body.detail).toBe(missing!.body.detail);
  });
});
