import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  duty,
  handlerOf,
  headOf,
  isoLocal,
  leader,
  responderStory,
  type ResponderStory,
} from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

/** Pictures a unit sends with its report: proof of what it did, for those who review it, never for whom the matter accuses. */
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const water = handlerOf('water_company');
const [photo, paper, ofAnother] = [randomUUID(), randomUUID(), randomUUID()];
const uploaded = new Map<string, { sha256: string; addedBy: string }>([
  [photo, { sha256: sha('照片'), addedBy: water.id }],
  [paper, { sha256: sha('文书'), addedBy: water.id }],
  [ofAnother, { sha256: sha('别人的'), addedBy: duty.id }],
]);

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00', { files: (id) => Promise.resolve(uploaded.get(id) ?? null) });
});
afterAll(() => story.close());
const { act, detail, handled } = ticketActs(() => story);
const said = { facts: '主管道破裂', measures: '抢修', result: '已恢复' };
const opens = (who: typeof duty, id: string) => story.responder.queries.attachment(who, id);

describe('a report with pictures', () => {
  it('names only what the reporter uploaded himself', async () => {
    const { id } = await handled('2026-03-10 09:40', 'water_company');
    for (const attachments of [[randomUUID()], [ofAnother]])
      await expect(act(id, 'report', { ...said, attachments }, water)).rejects.toThrow('附件须由反馈人本人上传');
    expect(await opens(water, ofAnother)).toBe(false);
  });

  it('is reviewed with them: their hashes are part of what the approval binds to, and stand in the timeline', async () => {
    const { id } = await handled('2026-03-10 09:40', 'water_company');
    await act(id, 'report', { ...said, attachments: [photo] }, water);
    const first = (await detail(id)).report!;
    expect(first.attachments).toEqual([{ id: photo, sha256: sha('照片') }]);
    expect(await Promise.all([headOf('water_company'), duty, leader].map((who) => opens(who, photo)))).toEqual([
      ...[true, true, true],
    ]);
    expect(await opens(handlerOf('housing'), photo)).toBe(false);
    const { timeline } = await detail(id);
    expect(timeline.at(-1)!.text).toBe('反馈办理情况（附件1件）');
    expect(timeline.at(-1)!.data).toMatchObject({ hash: first.hash, attachments: [{ sha256: sha('照片') }] });
    await act(id, 'review', { approve: false, note: '请补文书' }, headOf('water_company'));
    await act(id, 'report', { ...said, attachments: [photo, paper] }, water);
    const second = (await detail(id)).report!;
    expect(second.hash).not.toBe(first.hash);
    await act(id, 'review', { approve: true }, headOf('water_company'));
    expect((await detail(id)).approval!.hash).toBe(second.hash);
  });

  it('a proof of a release that is a file is one: words, what nobody uploaded and a stranger’s file stop no clock', async () => {
    const { id } = await handled('2026-03-10 09:40', 'water_company');
    const outside = (value: string) => [{ kind: 'attachment' as const, value, outside: true }];
    const released = {
      kind: 'first_information' as const,
      title: '停水通报',
      channel: '电视台',
      at: isoLocal('2026-03-10 09:50'),
    };
    for (const value of ['不存在的附件', randomUUID(), photo])
      await expect(act(id, 'record-release', { ...released, proofs: outside(value) }, duty)).rejects.toThrow(
        '附件证明须为登记人本人上传或已在本工单内的附件',
      );
    expect((await detail(id)).times['firstResponseAt']).toBeNull();
    await act(id, 'record-release', { ...released, proofs: outside(ofAnother) }, duty);
    await act(id, 'record-release', { ...released, kind: 'follow_up', proofs: outside(ofAnother) }, water);
    expect((await detail(id)).times['firstResponseAt']).toBe(isoLocal('2026-03-10 09:50'));
    // Who sees the ticket sees what proves its release.
    expect(await Promise.all([water, handlerOf('housing')].map((who) => opens(who, ofAnother)))).toEqual([true, false]);
  });

  it('is closed to a unit from the moment the matter accuses it', async () => {
    const { id, event } = await handled('2026-03-10 09:40', 'water_company');
    await story.kernel.db
      .updateTable('responder_tickets')
      .set({ co_units: ['housing'] })
      .where('id', '=', id)
      .execute();
    await act(id, 'report', { ...said, attachments: [paper] }, water);
    const helper = handlerOf('housing');
    expect(await opens(helper, paper)).toBe(true);
    await story.tell({ ...event, revision: 2, accused: [{ id: 'housing', name: '市住房和城乡建设局' }] });
    expect(await opens(helper, paper)).toBe(false);
    expect(await opens(duty, paper)).toBe(true);
  });
});
