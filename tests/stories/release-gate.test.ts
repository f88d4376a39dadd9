import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duty, dutyLeader, isoLocal, responderStory, type ResponderStory } from '../harness/responder.ts';
import { author, head, inOrder, releaseRoom } from '../harness/release-desk.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 12:30');
});
afterAll(() => story.close());
const verbs = () => story.responder.verbs;

describe('before a release leaves the house', () => {
  it('H07, S20, D41: with one of the three judgements empty publishing is refused and written down; with three it is allowed', async () => {
    const room = await releaseRoom(story);
    const draft = await room.draft();
    const at = { draftId: draft.id, version: draft.version };
    await room.judge(draft, 'wording', 'timing');
    await verbs()['submit-release'](room.id, at, author);
    await verbs()['approve-release'](room.id, { ...at, approve: true }, head);
    await verbs()['review-secrecy'](room.id, { ...at, approve: true }, dutyLeader);
    await expect(verbs()['publish-release'](room.id, at, author)).rejects.toThrow('尚不能发布：公开方式研判：尚未研判');
    const refused = await story.kernel.db
      .selectFrom('audit_entries' as never)
      .selectAll()
      .where('action' as never, '=', 'ticket.publish-release' as never)
      .execute();
    expect(refused.at(-1)).toMatchObject({ success: false, detail: { gate: ['manner'] } });
    await room.judge(draft, 'manner');
    await verbs()['publish-release'](room.id, at, author);
    expect(await room.again(draft)).toMatchObject({ state: 'issued', isComplete: true, issued: { by: author.name } });
  });

  it('H07: a judgement that finds it wrong holds it back, and nobody judges what they wrote', async () => {
    const room = await releaseRoom(story);
    const draft = await room.draft();
    const late = { aspect: 'timing' as const, verdict: false, reason: '检测结果未出，宜稍后' };
    const judgement = { draftId: draft.id, version: 1, judgements: [late] };
    await expect(verbs()['judge-release'](room.id, judgement, author)).rejects.toThrow('拟稿人不能研判自己的发布稿');
    const twice = verbs()['judge-release'](room.id, { ...judgement, judgements: [late, late] }, duty);
    await expect(twice).rejects.toThrow('同一项只能研判一次');
    await verbs()['judge-release'](room.id, judgement, duty);
    const line = (await room.again(draft)).gate.find(({ id }) => id === 'timing');
    expect(line).toMatchObject({ state: 'stop', why: '不妥：检测结果未出，宜稍后', by: duty.name });
  });

  it('H31: a step cannot be skipped, and author, reviewer and secrecy officer are three people (E34)', async () => {
    const room = await releaseRoom(story);
    const draft = await room.draft();
    const at = { draftId: draft.id, version: 1 };
    await expect(verbs()['approve-release'](room.id, { ...at, approve: true }, head)).rejects.toThrow('发布稿拟稿中');
    await room.judge(draft, 'wording', 'timing', 'manner');
    await verbs()['submit-release'](room.id, at, author);
    await expect(verbs()['publish-release'](room.id, at, author)).rejects.toThrow(
      '审核签发：尚缺：发布单位负责人审核；保密审查：尚未经保密审查',
    );
    const headWhoWrote = { ...author, roles: head.roles };
    await expect(verbs()['approve-release'](room.id, { ...at, approve: true }, headWhoWrote)).rejects.toThrow(
      '拟稿人不能审核',
    );
    await verbs()['approve-release'](room.id, { ...at, approve: true }, head);
    await expect(verbs()['review-secrecy'](room.id, { ...at, approve: true }, head)).rejects.toThrow(
      '须由不同的人办理',
    );
    await expect(verbs()['publish-release'](room.id, at, author)).rejects.toThrow(
      '尚不能发布：保密审查：尚未经保密审查',
    );
    await verbs()['review-secrecy'](room.id, { ...at, approve: true }, dutyLeader);
    await verbs()['publish-release'](room.id, at, author);
  });

  it('E34: without the secrecy sign-off it is refused, also when the officer says no', async () => {
    const room = await releaseRoom(story);
    const draft = await room.draft();
    const at = { draftId: draft.id, version: 1 };
    await room.judge(draft, 'wording', 'timing', 'manner');
    await verbs()['submit-release'](room.id, at, author);
    await expect(verbs()['review-secrecy'](room.id, { ...at, approve: false }, dutyLeader)).rejects.toThrow(
      '不同意须写明意见',
    );
    await verbs()['review-secrecy'](room.id, { ...at, approve: false, reason: '含未公开的管网图' }, dutyLeader);
    await expect(verbs()['submit-release'](room.id, at, author)).rejects.toThrow('须修改后重新送审');
    await expect(verbs()['publish-release'](room.id, at, author)).rejects.toThrow(
      '保密审查：不予公开：含未公开的管网图',
    );
  });

  it('the database itself lets no author sign and nobody sign twice', async () => {
    const room = await releaseRoom(story);
    const draft = await room.draft();
    const { db } = story.kernel;
    const signature = (id: string, by: string) => ({
      ...{
        id,
        draft_id: draft.id,
        version: 1,
        hash: draft.hash,
        step: 'unit',
        approve: true,
        reason: null,
        on_behalf: null,
      },
      ...{
        authors: [author.id],
        by: JSON.stringify({ id: by, name: by, unitId: null }),
        at: new Date('2026-03-10T05:00:00Z'),
      },
    });
    const insert = (id: string, by: string) =>
      db
        .insertInto('responder_release_signatures')
        .values(signature(`00000000-0000-7000-8000-00000000000${id}`, by))
        .execute();
    await expect(insert('1', author.id)).rejects.toThrow('never_by_an_author');
    await insert('2', head.id);
    await expect(insert('3', head.id)).rejects.toThrow('responder_release_signatures_once');
  });

  it('an edit after approval takes the approval away, and two people meet by version', async () => {
    const room = await releaseRoom(story);
    const draft = await room.through(await room.draft());
    expect(draft.isComplete).toBe(true);
    await verbs()['edit-release'](room.id, { draftId: draft.id, version: 1, result: '当日17时恢复供水。' }, author);
    const edited = await room.again(draft);
    expect(edited).toMatchObject({ version: 2, state: 'drafting', isComplete: false });
    expect(edited.hash).not.toBe(draft.hash);
    expect(edited.gate.filter(({ state }) => state === 'stop').map(({ id }) => id)).toEqual([
      'wording',
      'timing',
      'manner',
      'approval',
      'secrecy',
    ]);
    expect(edited.versions[1]!.changes).toEqual([
      { part: 'result', before: '当日18时恢复供水。', after: '当日17时恢复供水。' },
    ]);
    await expect(verbs()['submit-release'](room.id, { draftId: draft.id, version: 1 }, author)).rejects.toThrow(
      /经办 已于 .* 修改为第2版/,
    );
    // Back to the first words: the first approval does not come back with them.
    await verbs()['edit-release'](room.id, { draftId: draft.id, version: 2, result: '当日18时恢复供水。' }, author);
    expect(await room.again(draft)).toMatchObject({ hash: draft.hash, isComplete: false });
  });

  it('E07, D05: without approved facts it is refused; each figure has source, approver and as-of', async () => {
    const room = await releaseRoom(story);
    const line = inOrder.factLines[0]!;
    await expect(room.draft({ factLines: [{ ...line, asOf: null }] })).rejects.toThrow(
      '“停水200户”含有数字，须写明截至时间',
    );
    await expect(room.draft({ factLines: [{ ...line, approvedBy: '' }] })).rejects.toThrow('须写明来源和批准人');
    const none = await room.through(await room.draft({ factLines: [] }));
    expect(none.gate.find(({ id }) => id === 'facts')).toMatchObject({ state: 'stop', why: '没有经批准的事实清单' });
    await expect(verbs()['publish-release'](room.id, { draftId: none.id, version: 1 }, author)).rejects.toThrow(
      '经批准的事实清单',
    );
    const other = await room.draft({ facts: '停水2000户，抢修已完成。' });
    expect(other.gate.find(({ id }) => id === 'facts')!.why).toBe('文稿中的2000户不在事实清单内');
  });

  it('H35: what names a person stops it; H36, D40: without basis no exception, with it only the words listed', async () => {
    const room = await releaseRoom(story);
    const draft = await room.draft({
      facts: '停水200户。当事人王小明（手机13800138000）盗用消防水，已立案。',
      title: '关于盗用公共供水的处罚公示',
    });
    const at = { draftId: draft.id, version: 1 };
    expect(draft.gate.find(({ id }) => id === 'identity')!.why).toBe(
      '含姓名“王小明”、手机号“13800138000”，请删除或按例外登记',
    );
    expect(draft.deidentified).toContain('当事人[姓名]（手机[手机号]）');
    const exception = { ...at, ground: 'punishment' as const, words: ['王小明'], basis: '' };
    await expect(verbs()['except-identity'](room.id, exception, head)).rejects.toThrow('请写明法律依据或理由');
    const lawful = { ...exception, basis: '行政处罚法第四十八条' };
    await expect(verbs()['except-identity'](room.id, { ...lawful, words: ['李四'] }, head)).rejects.toThrow(
      '文稿中没有',
    );
    await expect(verbs()['except-identity'](room.id, lawful, { ...author, roles: head.roles })).rejects.toThrow(
      '拟稿人不能批准',
    );
    await verbs()['except-identity'](room.id, lawful, head);
    const excepted = await room.again(draft);
    expect(excepted.deidentified).toContain('当事人王小明（手机[手机号]）');
    expect(excepted.exceptions).toMatchObject([{ ground: '惩戒公示', basis: '行政处罚法第四十八条', by: head.name }]);
    expect(excepted.gate.find(({ id }) => id === 'identity')).toMatchObject({
      state: 'stop',
      why: '含手机号“13800138000”，请删除或按例外登记',
    });
    expect(JSON.stringify(await room.timeline())).not.toContain('王小明');
  });

  it('H35: faces in pictures are looked at by a person', async () => {
    const room = await releaseRoom(story);
    const draft = await room.draft({ pictures: 'unchecked' });
    expect(draft.gate.find(({ id }) => id === 'pictures')).toMatchObject({ state: 'stop' });
    await verbs()['edit-release'](room.id, { draftId: draft.id, version: 1, pictures: 'faces_hidden' }, author);
    expect((await room.again(draft)).gate.find(({ id }) => id === 'pictures')).toMatchObject({
      state: 'ok',
      by: author.name,
    });
  });

  it('H37: what is marked internal never goes to a public channel', async () => {
    const room = await releaseRoom(story);
    await expect(room.draft({ scope: 'internal', channels: ['weibo'] })).rejects.toThrow(
      '范围为“内部”，不得发往微博（公开渠道）',
    );
    const inner = await room.draft({ scope: 'internal', channels: ['inner'] });
    const edit = { draftId: inner.id, version: 1, channels: ['inner', 'site'] };
    await expect(verbs()['edit-release'](room.id, edit, author)).rejects.toThrow('不得发往政府网站');
    await room.through(inner);
    await verbs()['publish-release'](room.id, { draftId: inner.id, version: 1 }, author);
    const [way] = (await room.again(inner)).dispatches;
    const view = await verbs()['confirm-channel'](
      room.id,
      {
        dispatchId: way!.id,
        at: isoLocal('2026-03-10 12:30'),
        proofs: [{ kind: 'text', value: '内网通报第3期', outside: false }],
      },
      author,
    );
    // Told to nobody outside: it answers nobody.
    expect(view.clocks.find(({ rule }) => rule === 'N-03')!.state).toBe('running');
  });

  it('what the list finds wrong with a text goes to those who sign only with a reason, which they read', async () => {
    const room = await releaseRoom(story);
    const draft = await room.draft({ pictures: 'unchecked' });
    const at = { draftId: draft.id, version: 1 };
    expect(draft.gate.filter(({ ofText }) => ofText).map(({ id }) => id)).toEqual(['pictures']);
    await expect(verbs()['submit-release'](room.id, at, author)).rejects.toThrow(
      '仍要送审的须写明理由。图片人脸遮挡：有配图，须由人工逐张确认人脸已遮挡',
    );
    await verbs()['submit-release'](room.id, { ...at, explanation: '图片由新闻办统一处理' }, author);
    const { timeline } = await story.responder.queries.ticket(duty, room.id);
    expect(timeline.at(-1)).toMatchObject({
      text: expect.stringContaining('（审查未通过：图片人脸遮挡）'),
      reason: '图片由新闻办统一处理',
    });
  });

  it('figures other than the fact sheet of the matter are sent to nobody, whatever the reason', async () => {
    const room = await releaseRoom(story);
    const line = {
      key: 'injuries',
      text: '3人受伤',
      low: 3,
      unit: '人',
      asOf: isoLocal('2026-03-10 12:00'),
      source: '医院',
    };
    await verbs()['propose-fact'](room.id, line, author);
    const draft = await room.draft({ facts: '3月10日停水，5人受伤。' });
    const at = { draftId: draft.id, version: 1, explanation: '数字随后更正' };
    expect(draft.gate.find(({ id }) => id === 'facts')).toMatchObject({ state: 'stop', unsignable: true });
    await expect(verbs()['submit-release'](room.id, at, author)).rejects.toThrow(
      '不得送审，请先修改。经批准的事实清单',
    );
    expect(await room.again(draft)).toMatchObject({ state: 'drafting' });
  });

  it('says who signed when it is handed to its channels: whoever hands it over signs nothing', async () => {
    const room = await releaseRoom(story);
    const draft = await room.through(await room.draft());
    await verbs()['publish-release'](room.id, { draftId: draft.id, version: 1 }, author);
    expect((await room.timeline()).at(-1)).toBe(`交付发布《${draft.title}》至政府网站（${head.name}审核签发）`);
    const [way] = (await room.again(draft)).dispatches;
    // The minute of handing over, as a form without seconds gives it.
    const minute = new Date(Math.floor(story.time.now().getTime() / 60_000) * 60_000).toISOString();
    const link = { dispatchId: way!.id, url: 'https://www.jiangcheng.example.cn/1' };
    const before = new Date(new Date(minute).getTime() - 1).toISOString();
    await expect(verbs()['confirm-channel'](room.id, { ...link, at: before }, author)).rejects.toThrow(
      '早于交付发布的时间',
    );
    await verbs()['confirm-channel'](room.id, { ...link, at: minute }, author);
    expect((await room.again(draft)).dispatches[0]!.state).toBe('published');
  });

  it('E09: the handling unit owns the release unless changed with the reason', async () => {
    const room = await releaseRoom(story);
    expect((await room.draft()).unit.id).toBe('water_company');
    await expect(room.draft({ unit: 'water' })).rejects.toThrow(
      '发布责任单位应为江城水务集团，改由其他单位发布须写明理由',
    );
    expect(await room.draft({ unit: 'water', unitReason: '涉及全市供水调度' })).toMatchObject({
      unit: { id: 'water' },
      unitReason: '涉及全市供水调度',
    });
  });
});
