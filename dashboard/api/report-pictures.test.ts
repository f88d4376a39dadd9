import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_CHANGED, type EventSnapshot } from '../../analyzer/messages.ts';
import type { Role } from '../../platform/runtime/kernel.ts';
import { anEvent } from '../../tests/harness/responder.ts';
import { program, type Program } from '../../tests/harness/program.ts';

/** Pictures a unit sends with its report, over the API: uploaded, named in the report, opened by whoever reads the report and nobody else. */
const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('抢修现场')]);
const PEOPLE: Record<string, [string, Role]> = {
  duty: ['gov_office', 'duty_officer'],
  reporter: ['housing', 'handler'],
  colleague: ['housing', 'handler'],
  reviewer: ['housing', 'unit_head'],
  helper: ['water', 'handler'],
  guest: ['education', 'handler'],
  stranger: ['health', 'handler'],
};

let whole: Program;
let ticket: string;
let picture: string;
let event: EventSnapshot;
const cookie: Record<string, string> = {};

beforeAll(async () => {
  whole = await program(new Date('2026-02-24T09:00:00+08:00'));
  for (const [who, [unit, role]] of Object.entries(PEOPLE))
    cookie[who] = await whole.liveAccount(`pic-${who}`, unit, role);
  event = anEvent('2026-02-24 08:40');
  await tell(event);
  const { items } = (await whole.client.read(`/tickets?eventId=${event.id}`, cookie['duty']!)).body;
  ticket = items[0].id;
  const order = { lead: 'housing', coHandlers: ['water'], requirement: '核实并反馈', emergency: '先交办' };
  await done('duty', 'dispatch', order);
  await done('reporter', 'accept', {});
  await done('reporter', 'start', {});
  picture = (await upload('reporter')).body.id;
});
afterAll(() => whole.close());

async function tell(snapshot: EventSnapshot): Promise<void> {
  const message = { ...EVENT_CHANGED, key: snapshot.id, payload: snapshot };
  await whole.test.kernel.transact(async (unit) => unit.emit(message));
  await whole.test.settle();
}
const upload = (who: string) =>
  whole.client.act('post', '/attachments').set('Cookie', cookie[who]!).type('image/png').send(PNG);
async function act(who: string, verb: string, body: object) {
  const read = await whole.client.read(`/tickets/${ticket}`, cookie['duty']!);
  const sent = { revision: read.body.ticket.revision, ...body };
  return whole.client.act('post', `/tickets/${ticket}/${verb}`).set('Cookie', cookie[who]!).send(sent);
}
async function done(who: string, verb: string, body: object): Promise<void> {
  const { status, body: answer } = await act(who, verb, body);
  expect([verb, status, answer?.detail]).toEqual([verb, 200, undefined]);
}
const opens = async (who: string): Promise<number> =>
  (await whole.client.read(`/attachments/${picture}`, cookie[who]!)).status;
const said = { facts: '主管道破裂', measures: '连夜抢修', result: '当日18时恢复供水' };

describe('a report with pictures, over the API', () => {
  it('takes no picture but the reporter’s own, and says so', async () => {
    const foreign = (await upload('helper')).body.id;
    const refused = await act('reporter', 'report', { ...said, attachments: [foreign] });
    expect([refused.status, refused.body.detail]).toEqual([412, '附件须由反馈人本人上传，请重新上传']);
    expect(await opens('reviewer')).toBe(404);
  });

  it('comes with the hash of each, and who reviews the report opens the bytes that were sent', async () => {
    await done('reporter', 'report', { ...said, attachments: [picture] });
    const { report } = (await whole.client.read(`/tickets/${ticket}`, cookie['reviewer']!)).body;
    const sha256 = createHash('sha256').update(PNG).digest('hex');
    expect(report.attachments).toEqual([{ id: picture, sha256 }]);
    const answer = await whole.client.read(`/attachments/${picture}`, cookie['reviewer']!);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/png']);
    expect(Buffer.from(answer.body).equals(PNG)).toBe(true);
    expect(await Promise.all(['duty', 'helper', 'stranger'].map(opens))).toEqual([200, 200, 404]);
  });

  it('stays with the report when that is sent back and mended, also by a colleague, unless it is taken out', async () => {
    await done('reviewer', 'review', { approve: false, note: '请写明恢复供水时间' });
    const { report } = (await whole.client.read(`/tickets/${ticket}`, cookie['reporter']!)).body;
    expect(report).toMatchObject({ standing: 'sent_back', sentBack: { reason: '请写明恢复供水时间' } });
    const { items } = (await whole.client.read('/tasks', cookie['reporter']!)).body;
    const mine = items.find((one: { kind: string }) => one.kind === 'report');
    expect(mine.text).toContain('审核退回修改：请写明恢复供水时间');
    await done('colleague', 'report', { ...said, attachments: [picture] });
    const again = (await whole.client.read(`/tickets/${ticket}`, cookie['reviewer']!)).body.report;
    expect(again).toMatchObject({ standing: 'waiting', sentBack: null, attachments: [{ id: picture }] });
    expect(await opens('reviewer')).toBe(200);
  });

  it('is not opened by a guest of the matter, who reads no report', async () => {
    const instruction = { leader: '市长', manner: 'phone', text: '请妥善处置', at: '2026-02-24T09:00:00+08:00' };
    const { body } = await whole.client
      .act('post', `/tickets/${ticket}/record-instruction`)
      .set('Cookie', cookie['duty']!)
      .send({ ...instruction, readerUnits: ['education'] });
    expect(body.detail).toBeUndefined();
    expect((await whole.client.read(`/tickets/${ticket}`, cookie['guest']!)).status).toBe(200);
    expect(await opens('guest')).toBe(404);
  });

  it('is closed to a helper from the moment the matter accuses it', async () => {
    await tell({ ...event, revision: 2, accused: [{ id: 'water', name: '市水务局' }] });
    expect(await Promise.all(['helper', 'duty'].map(opens))).toEqual([404, 200]);
  });
});
