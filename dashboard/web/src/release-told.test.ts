import { describe, expect, it } from 'vitest';
import type { ReleaseDesk, TicketDetail } from '../../api/schemas/tickets.ts';
import { missingLabels } from './form-body.ts';
import { formOf } from './verb-forms.ts';
import { isOnline, judgingOf, notSeenOnline, releaseBarred, releaseTold, said, toJudge } from './release-told.ts';

const at = '2026-03-10T12:30:00+08:00';
const gateLine = (id: string, state: 'ok' | 'warn' | 'stop', more = {}) => ({
  ...{ id, title: `第${id}项`, state, ofText: false, unsignable: false, why: '如此', by: null, at: null },
  ...more,
});
const step = (id: string, more = {}) => ({
  ...{ id, title: '发布单位负责人审核', posts: [], signed: null, isMine: true, onOrder: false, order: null },
  ...more,
});
type Gate = ReturnType<typeof gateLine>[];
const deskOf = (gate: Gate, steps = [step('unit')], isComplete = false) =>
  ({
    ...{ faults: [], releases: [] },
    drafts: [
      {
        ...{
          id: 'd1',
          corrects: null,
          title: '供水通报',
          version: 2,
          writtenBy: '经办',
          facts: '停水200户',
          policy: '',
          result: '',
        },
        ...{ gate, isComplete, approval: { steps }, issued: { by: '经办', at } },
        dispatches: [{ id: 'w1', title: '微博', orderNumber: '' }],
      },
    ],
  }) as unknown as ReleaseDesk;
const told = (verb: string, known: Record<string, unknown>, desk: ReleaseDesk) =>
  releaseTold(verb, known, desk).flatMap(({ label, text }) => (text ? [`${label}：${text}`] : []));
const draft = { draftId: 'd1' };

describe('the forms of the release desk name what they are about', () => {
  it('judging asks for each aspect nobody has called fit, or again for the one named', () => {
    const gate = [gateLine('wording', 'ok'), gateLine('timing', 'stop'), gateLine('manner', 'stop')];
    expect(toJudge(gate).map(({ aspect }) => aspect)).toEqual(['timing', 'manner']);
    expect(toJudge(gate, 'wording')).toEqual([{ aspect: 'wording', verdict: null, reason: '' }]);
    expect(told('judge-release', draft, deskOf(gate))).toContain('事实：停水200户');
  });
  it('whoever judges reads who called it unfit, when and why, and ticks that he did', () => {
    const judgement = '01900000-0000-7000-8000-000000000001';
    const unfit = gateLine('timing', 'stop', {
      title: '公开时机研判',
      unfit: [{ id: judgement, by: '甲', at, reason: '家属未告知' }],
    });
    const gate = [gateLine('wording', 'stop'), unfit];
    expect(judgingOf(gate).seen).toEqual([
      { id: judgement, text: '甲 2026-03-10 12:30:00 公开时机研判：不妥：家属未告知' },
    ]);
    // Who signs is told of it, too.
    expect(told('approve-release', draft, deskOf(gate))).toContain(
      '不同意见：甲 2026-03-10 12:30:00 公开时机研判：不妥：家属未告知',
    );
    // Nothing is asked where nobody found anything wrong with what is judged now.
    expect(judgingOf(gate, 'wording')).toEqual({ judgements: [{ aspect: 'wording', verdict: null, reason: '' }] });
  });
  it('names the aspect whose reason or word is missing, and asks nothing of those left out', () => {
    const { fields } = formOf('judge-release', {}, {});
    const missing = (judgements: unknown[]) => missingLabels(fields, { judgements });
    expect(missing([])).toEqual(['研判']);
    expect(
      missing([
        { aspect: 'wording', verdict: true, reason: '准确' },
        { aspect: 'timing', verdict: false, reason: ' ' },
        { aspect: 'manner', reason: '两个渠道' },
      ]),
    ).toEqual(['时机：理由', '方式：妥当或不妥']);
  });
  it('asks for the tick only then, and lets nothing go out before it', () => {
    const asked = (known: Record<string, unknown>) =>
      formOf('judge-release', {} as TicketDetail, known).fields.filter(({ key }) => key === 'seen');
    expect(asked({ judgements: [] })).toEqual([]);
    const fields = asked({ seen: [] });
    expect(missingLabels(fields, { seen: [] })).toEqual(['已有不同意见（须勾选看过）']);
    expect(missingLabels(fields, { seen: ['01900000-0000-7000-8000-000000000001'] })).toEqual([]);
  });
  it('what was said of goes out, half of a word too, an untouched aspect not', () => {
    const rows = [
      { aspect: 'wording' as const, verdict: false, reason: '有歧义' },
      { aspect: 'timing' as const, verdict: null, reason: '稍后' },
      { aspect: 'manner' as const, verdict: null, reason: ' ' },
    ];
    expect(said(rows)).toEqual([rows[0], { aspect: 'timing', reason: '稍后' }]);
  });
  it('sending in shows every ✗ of the text, and figures other than the sheet’s bar it', () => {
    const faulty = deskOf([gateLine('facts', 'stop', { ofText: true, unsignable: true }), gateLine('timing', 'stop')]);
    expect(told('submit-release', draft, faulty)).toEqual([
      '发布稿：供水通报（第2版，经办拟）',
      '审查未通过：✗ 第facts项：如此',
    ]);
    expect(releaseBarred('submit-release', draft, faulty)).toBe('与事实清单不一致，不得送审');
    expect(releaseBarred('submit-release', draft, deskOf([gateLine('pictures', 'stop', { ofText: true })]))).toBeNull();
  });
  it('handing over says who signed and when, and waits for what is missing', () => {
    const signed = { by: '负责人', at, approve: true, reason: null, onBehalf: null };
    const ready = deskOf([gateLine('approval', 'ok')], [step('unit', { signed })], true);
    expect(told('publish-release', draft, ready)[1]).toBe(
      '审核签发：发布单位负责人审核：负责人 2026-03-10 12:30:00 同意',
    );
    expect(releaseBarred('publish-release', draft, ready)).toBeNull();
    expect(releaseBarred('publish-release', draft, deskOf([gateLine('secrecy', 'stop')]))).toContain('尚未齐全');
  });
  it('acts of other rooms have nothing to do with it', () => {
    expect(releaseBarred('open-room', {}, { room: null })).toBeNull();
  });
  it('signing for the head names the order it rests on', () => {
    const order = { principal: '水务集团负责人', paper: null, until: at };
    const desk = deskOf([], [step('office', { onOrder: true, order })]);
    expect(told('approve-release', { ...draft, step: 'office' }, desk).at(-1)).toBe(
      '代审依据：受水务集团负责人委托，口头，待补签，至2026-03-10 12:30:00',
    );
  });
  it('registering what stands on a channel names the channel', () => {
    expect(told('confirm-channel', { dispatchId: 'w1' }, deskOf([]))[0]).toBe('渠道：微博');
  });
});

describe('what was published and found wrong', () => {
  const published = {
    ...{ id: 'r1', title: '供水通报', channel: '微博·江城发布', at, url: 'https://weibo.example.cn/1' },
    calledBack: false,
  };
  const before = { title: '供水通报', text: '爆管一处。\n\n停水300户。', url: null, at, hash: null };
  const fault = { releaseId: 'r1', manner: 'correct', reason: '户数有误', by: '经办', at, before };
  const desk = (more: object, release = published): ReleaseDesk => {
    const base = deskOf([]);
    const { drafts } = base;
    return { ...base, faults: [fault], releases: [release], drafts: [{ ...drafts[0], ...more }] } as never;
  };
  const correcting = { corrects: 'r1', title: '更正：供水通报', facts: '爆管一处。停水200户。' };

  it.each(['judge-release', 'approve-release', 'review-secrecy', 'submit-release'])(
    '%s of a correction says what was wrong and what it says otherwise',
    (verb) => {
      expect(told(verb, draft, desk(correcting))).toEqual(
        expect.arrayContaining([
          '更正的发布：《供水通报》（微博·江城发布，2026-03-10 12:30:00）',
          '哪里有误：户数有误（经办，2026-03-10 12:30:00）',
          '原发布：供水通报\n停水300户。',
          '更正为：更正：供水通报\n停水200户。',
        ]),
      );
      expect(told(verb, draft, desk({})).join()).not.toContain('哪里有误');
    },
  );

  it('taking it back names it, its channel and its link, and how it comes down', () => {
    const known = { releaseId: 'r1' };
    expect(told('withdraw-release', known, desk({}))).toEqual([
      '已发布：《供水通报》',
      '渠道：微博·江城发布，2026-03-10 12:30:00',
      '链接：https://weibo.example.cn/1',
      '撤回方式：系统不能撤回，请先在渠道撤下，再附撤下后的证明',
    ]);
    const bySystem = told('withdraw-release', known, desk({}, { ...published, calledBack: true }));
    expect(bySystem.at(-1)).toContain('由系统通知渠道撤回');
    expect(told('correct-release', known, desk({})).join()).not.toContain('撤回方式');
  });

  it('asks for the proof that it is gone only where the system does not take it down', () => {
    const { fields } = formOf('withdraw-release', {} as TicketDetail, {});
    const missing = (known: Record<string, unknown>) => missingLabels(fields, { reason: '误发', ...known }, known);
    expect(missing({ afterProofs: [] })).toEqual(['撤下后的证明']);
    expect(missing({})).toEqual([]);
  });
});

describe('what is published is what somebody has seen online', () => {
  const ways = (...states: string[]) =>
    ({ drafts: [{ title: '供水通报', dispatches: states.map((state, id) => ({ id: `w${id}`, state })) }] }) as never;
  it('pushed, handed to somebody, failed or never sent out: not confirmed, channel by channel', () => {
    const states = ['waiting', 'retrying', 'sent', 'given_up', 'by_hand', 'kept_in'];
    expect(notSeenOnline(ways(...states)).map(({ draft, state }) => [draft, state])).toEqual(
      states.map((state) => ['供水通报', state]),
    );
  });
  it('published, or being taken down after it was, is no longer waiting to be seen', () => {
    expect(notSeenOnline(ways('published', 'withdrawing', 'withdraw_failed', 'taken_down'))).toEqual([]);
  });
  it('stands until it is replaced or taken back', () => {
    expect(['standing', 'correcting', 'corrected', 'withdrawn'].filter(isOnline)).toEqual(['standing', 'correcting']);
  });
});
