import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, type IngestTables } from '../../ingest/index.ts';
import type { Kernel, Origin } from '../../platform/runtime/kernel.ts';
import { program, type Program } from '../../tests/harness/program.ts';

const NOW = new Date('2026-02-24T09:00:00+08:00');
const POST = '江城市城东区和平里小区楼顶漏水两年，多次反映无人处理';
const ROOF = `${POST}，联系电话13912345678`;

let whole: Program;
const cookie: Record<string, string> = {};
const post: Record<string, string> = {};

beforeAll(async () => {
  whole = await program(NOW);
  const people = [
    ['banyuan', 'gov_office', 'duty_officer'],
    ['zhangban', 'gov_office', 'duty_leader'],
    ['zhangban2', 'cyberspace', 'duty_leader'],
    ['jubanyuan', 'emergency', 'duty_officer'],
    ['jubanzhang', 'emergency', 'duty_leader'],
    ['xitongyuan', null, 'system_admin'],
    ['jingban', 'housing', 'handler'],
  ] as const;
  for (const [login, unit, role] of people) cookie[login] = await whole.liveAccount(login, unit, role);
  cookie['wangxinban'] = await whole.client.cookieOf('wangxinban');
  for (const origin of ['live', 'demo'] as const) post[origin] = await collectOne(origin);
});
afterAll(() => whole.close());

async function collectOne(origin: Origin): Promise<string> {
  const kernel = whole.test.kernel as unknown as Kernel<IngestTables>;
  const record = { externalId: `p-${origin}`, title: null, body: POST, author: null, publishedAt: NOW.toISOString() };
  const about = { source: 'forum', sourceType: 'forum', jurisdiction: '990100', origin, historyDays: 7 } as const;
  await collect(kernel, [record] as unknown as Parameters<typeof collect>[1], about);
  await whole.test.settle();
  const rows = kernel.db.selectFrom('ingest_mentions').select('id').where('origin', '=', origin);
  return (await rows.executeTakeFirstOrThrow()).id;
}

const read = (path: string, login: string) => whole.client.read(path, cookie[login]!);
const act = (path: string, body: object, login = 'banyuan') =>
  whole.client.act('post', path).set('Cookie', cookie[login]!).send(body);
const topic = { label: 'topic', correct: ['government_service'] };
let texts = 0;
/** Every time of another text, for the same correction is one. */
const give = async (body: object = {}, login = 'banyuan') => {
  const answer = await act('/feedback', { text: ROOF + '。'.repeat((texts += 1)), ...topic, ...body }, login);
  return answer.body as { id: string; revision: number };
};

describe('a text tried out', () => {
  it('is read as a stored post is, and forgotten', async () => {
    const { status, body } = await act('/analyses/try', { text: POST });
    expect(status).toBe(200);
    const stored = await whole.analyzer.queries.mention(post['live']!);
    expect(body.analysis.topic).toEqual(stored!.analysis.topic);
    expect(body.analysis.places).toEqual(stored!.analysis.places);
    for (const { field, start, end } of body.analysis.evidence) {
      expect([field, end <= POST.length, start < end]).toEqual(['text', true, true]);
    }
    expect(body.version).toMatch(/^R-[0-9a-f]{12}$/);
    const rows = await whole.test.kernel.db.selectFrom('analyzer_mentions').select('mention_id').execute();
    expect(rows).toHaveLength(2);
  });

  it.each([
    ['nothing', {}, /有误/],
    ['spaces of every width', { text: ' \u3000\n\t\u200b' }, /请先填写一段文字/],
    ['signs nobody sees', { text: '\u3164\u2800\u00ad' }, /请先填写一段文字/],
    ['a title of spaces', { title: '\u3000 ', text: ROOF }, /标题不能只有空格/],
    ['too long a text', { text: '水'.repeat(20_001) }, /最多 20000 字/],
    ['too long a title', { title: '水'.repeat(201), text: ROOF }, /标题最多 200 字/],
    ['half of a surrogate pair', { text: '水\ud83d' }, /无法保存的字符/],
    ['a field of its own', { text: ROOF, author: '某人' }, /有误/],
  ])('is refused in Chinese when it is %s', async (_, body, words) => {
    const answer = await act('/analyses/try', body);
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringMatching(words)]);
  });

  it('of 20,000 characters is taken', async () => {
    expect((await act('/analyses/try', { text: '水'.repeat(20_000) })).status).toBe(200);
  });
});

describe('a correction', () => {
  it('keeps what the machine said, a masked piece of the text, who and when, and waits', async () => {
    const { body } = await act('/feedback', { text: ROOF, ...topic, remark: '请问 13912345678' });
    expect(body).toMatchObject({ state: 'pending', label: 'topic', correct: ['government_service'], review: null });
    expect(body).toMatchObject({ givenBy: { name: 'banyuan号', unitId: 'gov_office' }, origin: 'live', revision: 1 });
    expect(body.said).toEqual(['housing']);
    expect(body.reviewable).toBe(false);
    for (const kept of [body.text, body.remark]) expect(kept).toContain('[手机号]');
    const row = await whole.test.kernel.db
      .selectFrom('analyzer_feedback')
      .selectAll()
      .where('id', '=', body.id)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain('13912345678');
    expect(row.jurisdiction).toBe('990100');
  });

  it('leaves the stored analysis as it is, also when accepted', async () => {
    const before = await whole.analyzer.queries.mention(post['live']!);
    const answer = await act('/feedback', { mentionId: post['live'], ...topic });
    expect(answer.body).toMatchObject({ mentionId: post['live'], said: [before!.analysis.topic.primary] });
    const { id, revision } = answer.body;
    expect((await act(`/feedback/${id}/review`, { revision, accept: true, reason: '属实' }, 'zhangban')).status).toBe(
      200,
    );
    expect(await whole.analyzer.queries.mention(post['live']!)).toEqual(before);
  });

  it.each([
    ['topic', ['weather']],
    ['topic', []],
    ['topic', ['housing', 'education']],
    ['sensitivity', ['4']],
    ['place', ['110000']],
    ['lead', ['nobody']],
    ['facts', ['deaths:many']],
    ['facts', ['deaths:5-3']],
    ['facts', ['deaths:1', 'deaths:2']],
    ['focus', ['emergency', 'emergency']],
  ])('of %s refuses %j', async (label, correct) => {
    expect((await act('/feedback', { text: ROOF, label, correct })).status).toBe(400);
  });

  it('of something the machine does not say is refused without the program’s own words', async () => {
    const answer = await act('/feedback', { text: ROOF, label: 'weather', correct: ['rain'] }, 'jubanzhang');
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('没有这一项结果，请从列表中选择');
    expect(JSON.stringify(answer.body)).not.toMatch(/secondary|eventKind/);
  });

  it('made thrice by one person is one, made by another a second', async () => {
    const same = { text: ROOF, label: 'co', correct: ['water', 'education'] };
    const [first, second] = await Promise.all([give(same, 'jubanzhang'), give(same, 'jubanzhang')]);
    const third = await give({ ...same, correct: ['education', 'water'], remark: '再说一次' }, 'jubanzhang');
    expect([second.id, third.id]).toEqual([first.id, first.id]);
    const others = [{}, { text: POST }, { correct: ['water'] }].map((other, index) =>
      give({ ...same, ...other }, index === 0 ? 'zhangban' : 'jubanzhang'),
    );
    expect(new Set([first.id, ...(await Promise.all(others)).map(({ id }) => id)]).size).toBe(4);
  });

  it('that says what the machine said is refused', async () => {
    const answer = await act('/feedback', { text: ROOF, label: 'topic', correct: ['housing'] });
    expect([answer.status, answer.body.detail]).toEqual([400, '与机器的结果相同，无需纠正']);
  });

  it('sent twice with one key is one', async () => {
    const key = randomUUID();
    const send = () => act('/feedback', { text: ROOF, ...topic }).set('Idempotency-Key', key);
    const [first, second] = [await send(), await send()];
    expect(second.body.id).toBe(first.body.id);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it('needs exactly one of post and text', async () => {
    for (const body of [{}, { mentionId: post['live'], text: ROOF }, { mentionId: post['live'], title: '标题' }])
      expect((await act('/feedback', { ...body, ...topic })).status).toBe(400);
  });
});

describe('the second person', () => {
  it('is never the first, and the office duty officer is none at all', async () => {
    const own = await give({}, 'zhangban');
    const body = { revision: own.revision, accept: true, reason: '同意' };
    const refused = await act(`/feedback/${own.id}/review`, body, 'zhangban');
    expect([refused.status, refused.body.detail]).toEqual([403, '本人提出的纠正须由他人复核']);
    expect((await act(`/feedback/${own.id}/review`, body, 'banyuan')).status).toBe(403);
    const done = await act(`/feedback/${own.id}/review`, body, 'zhangban2');
    expect(done.body).toMatchObject({ state: 'accepted', revision: 2, review: { by: 'zhangban2号', reason: '同意' } });
  });

  it('writes a reason', async () => {
    const { id, revision } = await give();
    const body = { revision, accept: false, reason: ' \u3000' };
    expect((await act(`/feedback/${id}/review`, body, 'zhangban')).body.detail).toMatch(/请写明理由/);
  });

  it('of two at once one wins, and the other is told who', async () => {
    const { id, revision } = await give();
    const review = (login: string, accept: boolean) =>
      act(`/feedback/${id}/review`, { revision, accept, reason: '已核对' }, login);
    const answers = await Promise.all([review('zhangban', true), review('zhangban2', false)]);
    const lost = answers.find((answer) => answer.status === 409)!;
    const won = answers.find((answer) => answer.status === 200)!;
    expect(lost.body.details.current).toMatchObject({ revision: 2, by: won.body.review.by, kind: won.body.state });
    expect(lost.body.detail).toContain(won.body.review.by);
    expect((await act(`/feedback/${id}/review`, { revision: 9, accept: true, reason: '试' }, 'zhangban')).status).toBe(
      409,
    );
  });

  it('leaves giving and deciding in the audit, without the text', async () => {
    const { id } = await give();
    await act(`/feedback/${id}/review`, { revision: 1, accept: true, reason: '已核对' }, 'zhangban');
    const entries = await whole.test.kernel.db
      .selectFrom('audit_entries')
      .select(['action', 'actor_name', 'detail'])
      .where('subject_id', '=', id)
      .execute();
    expect(entries.map((each) => each.action).sort()).toEqual(['feedback.give', 'feedback.review']);
    expect(JSON.stringify(entries)).not.toContain('漏水');
  });
});

describe('who sees a correction', () => {
  const ids = async (login: string, query = '') =>
    ((await read(`/feedback?limit=200${query}`, login)).body.items as { id: string; mentionId: string | null }[]).map(
      (item) => item.id,
    );

  it('overseers all of their origin, a department its own, the system administrator those of no post', async () => {
    const tried = await give();
    const ofPost = await give({ text: undefined, mentionId: post['live'] });
    const local = await give({}, 'jubanyuan');
    const sees = async (login: string) => {
      const seen = await ids(login);
      return [tried, ofPost, local].map(({ id }) => seen.includes(id));
    };
    expect(await sees('zhangban')).toEqual([true, true, true]);
    expect(await sees('jubanyuan')).toEqual([false, false, true]);
    expect(await sees('jubanzhang')).toEqual([false, false, false]);
    expect(await sees('xitongyuan')).toEqual([true, false, true]);
    const decide = (id: string, login: string) =>
      act(`/feedback/${id}/review`, { revision: 1, accept: true, reason: '已核对' }, login);
    expect((await decide(ofPost.id, 'xitongyuan')).status).toBe(404);
    expect((await decide(local.id, 'jubanzhang')).status).toBe(404);
    expect((await decide(tried.id, 'xitongyuan')).status).toBe(200);
    expect((await read('/feedback', 'jingban')).status).toBe(403);
  });

  it('never whom the text blames, by the machine or by who corrects it', async () => {
    const text = '投诉市政府办公室压着信访件不办，多次去问都推诿';
    const named = await give({ text, label: 'lead', correct: ['supervision'] }, 'zhangban2');
    const unseen = await give({ label: 'accused', correct: ['gov_office'] }, 'zhangban2');
    for (const { id } of [named, unseen]) {
      expect([await ids('zhangban2'), await ids('xitongyuan')].map((seen) => seen.includes(id))).toEqual([true, true]);
      for (const accused of ['banyuan', 'zhangban']) expect(await ids(accused)).not.toContain(id);
      const review = { revision: 1, accept: true, reason: '已核对' };
      expect((await act(`/feedback/${id}/review`, review, 'zhangban')).status).toBe(404);
    }
  });

  it('is narrowed by state and kind, and paged', async () => {
    const pending = await read('/feedback?state=pending&label=topic&limit=1', 'zhangban');
    expect(pending.body.items).toMatchObject([{ state: 'pending', label: 'topic' }]);
    const next = await read(`/feedback?state=pending&limit=1&cursor=${pending.body.nextCursor}`, 'zhangban');
    expect(next.body.items[0].id).not.toBe(pending.body.items[0].id);
    expect(await ids('zhangban', '&label=accused')).toEqual([]);
    expect((await read('/feedback?cursor=abc', 'zhangban')).status).toBe(400);
  });

  it('a post one may not see cannot be corrected, and origins stay apart', async () => {
    const correct = (mentionId: string, login: string) => act('/feedback', { mentionId, ...topic }, login);
    expect((await correct(post['live']!, 'jubanyuan')).status).toBe(404);
    expect((await correct(post['live']!, 'xitongyuan')).status).toBe(404);
    expect((await correct(post['demo']!, 'banyuan')).status).toBe(404);
    expect((await correct(randomUUID(), 'banyuan')).status).toBe(404);
    expect((await correct(post['live']!, 'wangxinban')).status).toBe(403);
    const demo = await correct(post['demo']!, 'wangxinban');
    expect(demo.status).toBe(201);
    expect(await ids('zhangban')).not.toContain(demo.body.id);
    expect(
      (await act(`/feedback/${demo.body.id}/review`, { revision: 1, accept: true, reason: '试' }, 'zhangban')).status,
    ).toBe(404);
  });
});

describe('the pace', () => {
  it('of one account is held, the others go on', async () => {
    let status = 200;
    for (let calls = 0; calls < 40 && status === 200; calls += 1)
      status = (await act('/analyses/try', { text: ROOF }, 'jubanzhang')).status;
    expect(status).toBe(429);
    expect((await act('/analyses/try', { text: ROOF }, 'zhangban2')).status).toBe(200);
  });
});
