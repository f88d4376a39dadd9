import type { ReleaseDesk } from '../../api/schemas/tickets.ts';
import { changedSentences } from './changed-sentences.ts';
import { fullTime } from './format.ts';

type Draft = ReleaseDesk['drafts'][number];
type Known = Record<string, unknown>;
interface Line {
  label: string;
  text: string | null | undefined;
}

export type Aspect = 'wording' | 'timing' | 'manner';
/** What is judged of a release, and what each asks. */
export const ASPECTS: Record<Aspect, { title: string; asks: string }> = {
  wording: { title: '表述', asks: '用语是否准确、稳妥，有无歧义' },
  timing: { title: '时机', asks: '现在公开是否合适' },
  manner: { title: '方式', asks: '渠道、形式、范围是否合适' },
};
export interface Judgement {
  aspect: Aspect;
  /** Null = nothing said yet. */
  verdict: boolean | null;
  reason: string;
}
/** Only what was said of; half of a word is sent too, so that it is refused and not lost. */
export const said = (rows: readonly Judgement[]): Partial<Judgement>[] =>
  rows
    .filter(({ verdict, reason }) => verdict !== null || reason.trim() !== '')
    .map(({ verdict, ...row }) => (verdict === null ? row : { ...row, verdict }));

/** Half a word is no judgement: of which aspect what is missing. */
export const halfSaid = (rows: readonly Partial<Judgement>[]): string[] =>
  rows.flatMap(({ aspect, verdict, reason }) => {
    if (aspect === undefined) return [];
    const { title } = ASPECTS[aspect];
    if (verdict === undefined || verdict === null) return [`${title}：妥当或不妥`];
    return reason?.trim() ? [] : [`${title}：理由`];
  });

/** What the form asks for: one aspect, or all of which nobody has said 妥当 yet. */
export function toJudge(gate: Draft['gate'], only?: string): Judgement[] {
  const rows = (Object.keys(ASPECTS) as Aspect[]).filter((aspect) =>
    only === undefined ? gate.some(({ id, state }) => id === aspect && state !== 'ok') : aspect === only,
  );
  return rows.map((aspect) => ({ aspect, verdict: null, reason: '' }));
}

/** A judgement 不妥 that stands, by its id and in words: who judges otherwise ticks that he read it. */
export interface Opposing {
  id: string;
  text: string;
}

/** What the form of judging begins with: the aspects asked for, and what was found unfit of them. */
export function judgingOf(gate: Draft['gate'], only?: string): { judgements: Judgement[]; seen?: Opposing[] } {
  const judgements = toJudge(gate, only);
  const seen = gate.flatMap(({ id: aspect, title, unfit = [] }) =>
    judgements.some((one) => one.aspect === aspect)
      ? unfit.map(({ id, by, at, reason }) => ({ id, text: `${by} ${fullTime(at)} ${title}：不妥：${reason}` }))
      : [],
  );
  return seen.length === 0 ? { judgements } : { judgements, seen };
}

/** ✗ 去标识化：… of each line that speaks against it. */
const lines = (draft: Draft, which: (line: Draft['gate'][number]) => boolean): string =>
  draft.gate
    .filter(which)
    .map(({ state, title, why }) => `${state === 'stop' ? '✗' : '！'} ${title}：${why}`)
    .join('\n');
const faults = (draft: Draft): Line => ({ label: '审查未通过', text: lines(draft, ({ ofText }) => ofText) });
const warnings = (draft: Draft): Line => ({ label: '请留意', text: lines(draft, ({ state }) => state === 'warn') });

/** Who found it unfit and did not take it back, also where another found it fit since: nobody signs over what he was not told. */
const objections = (draft: Draft): Line => ({
  label: '不同意见',
  text: draft.gate
    .flatMap(({ title, unfit = [] }) =>
      unfit.map(({ by, at, reason }) => `${by} ${fullTime(at)} ${title}：不妥：${reason}`),
    )
    .join('\n'),
});

/** What was wrong with the release it puts right, and what it says otherwise; [] = it corrects nothing. */
export function correctionTold(
  { corrects, title, facts, policy, result }: Draft,
  { faults, releases }: Pick<ReleaseDesk, 'faults' | 'releases'>,
): Line[] {
  const fault = faults.filter(({ releaseId, manner }) => releaseId === corrects && manner === 'correct').at(-1);
  if (!fault) return [];
  const { channel } = releases.find(({ id }) => id === corrects) ?? {};
  const { before } = fault;
  const { gone, come } = changedSentences(
    `${before.title}\n${before.text ?? ''}`,
    [title, facts, policy, result].join('\n'),
  );
  return [
    { label: '更正的发布', text: `《${before.title}》（${channel ? `${channel}，` : ''}${fullTime(before.at)}）` },
    { label: '哪里有误', text: `${fault.reason}（${fault.by}，${fullTime(fault.at)}）` },
    { label: '原发布', text: before.text === null ? `只登记了链接：${before.url ?? '无'}` : gone.join('\n') },
    { label: '更正为', text: come.join('\n') },
  ];
}

const words = (draft: Draft): Line[] => [
  { label: '发布稿', text: `${draft.title}（第${draft.version}版，${draft.writtenBy}拟）` },
  { label: '事实', text: draft.facts },
  { label: '政策', text: draft.policy },
  { label: '结果', text: draft.result },
];
const signatures = ({ approval }: Draft): string =>
  approval.steps
    .flatMap(({ title, signed }) =>
      signed === null
        ? []
        : [
            `${title}：${signed.by} ${fullTime(signed.at)} ${signed.approve ? '同意' : '不同意'}${signed.onBehalf ? `（受${signed.onBehalf}委托）` : ''}`,
          ],
    )
    .join('\n');
const orderOf = ({ approval }: Draft, { step }: Known): string | null => {
  const { order } = approval.steps.find(({ id }) => id === step) ?? {};
  if (!order) return null;
  return `受${order.principal}委托，${order.paper ?? '口头，待补签'}，至${fullTime(order.until)}`;
};

const TOLD: Record<string, (draft: Draft, known: Known) => Line[]> = {
  'submit-release': (draft) => [words(draft)[0]!, faults(draft), warnings(draft)],
  'judge-release': words,
  'approve-release': (draft, known) => [
    ...words(draft),
    { label: '代审依据', text: orderOf(draft, known) },
    objections(draft),
    faults(draft),
    warnings(draft),
    { label: '已签署', text: signatures(draft) },
  ],
  'review-secrecy': (draft) => [
    ...words(draft),
    objections(draft),
    faults(draft),
    { label: '已签署', text: signatures(draft) },
  ],
  'publish-release': (draft) => [
    words(draft)[0]!,
    { label: '审核签发', text: signatures(draft) },
    { label: '尚缺', text: lines(draft, ({ state }) => state === 'stop') },
  ],
};

/** What an act of the release desk is about: the draft and what the list finds, or the channel. */
export function releaseTold(verb: string, known: Known, desk: ReleaseDesk | undefined): Line[] {
  const draft = desk?.drafts.find(({ id }) => id === known['draftId']);
  if (desk && draft) {
    const [head, ...rest] = TOLD[verb]?.(draft, known) ?? [];
    return head ? [head, ...correctionTold(draft, desk), ...rest] : [];
  }
  const published = desk?.releases.find(({ id }) => id === known['releaseId']);
  if (published) return releasedTold(published, verb);
  const of = desk?.drafts.find(({ dispatches }) => dispatches.some(({ id }) => id === known['dispatchId']));
  const way = of?.dispatches.find(({ id }) => id === known['dispatchId']);
  if (!of || !way) return [];
  return [
    { label: '渠道', text: way.orderNumber === '' ? way.title : `${way.title}（工单 ${way.orderNumber}）` },
    { label: '发布稿', text: of.title },
    { label: '交付发布', text: of.issued && `${of.issued.by} ${fullTime(of.issued.at)}` },
  ];
}

/** Where a draft was handed over to and nobody has seen it stand yet: it is not published there. */
export const notSeenOnline = ({ drafts }: Pick<ReleaseDesk, 'drafts'>) =>
  drafts.flatMap(({ title, dispatches }) =>
    dispatches.filter(({ state }) => UNSEEN.has(state)).map((way) => ({ ...way, draft: title })),
  );
const UNSEEN = new Set(['waiting', 'retrying', 'sent', 'given_up', 'by_hand', 'kept_in']);
/** What has been taken down, or replaced, says so by its own standing. */
export const isOnline = (standing: string): boolean => standing === 'standing' || standing === 'correcting';

type Published = ReleaseDesk['releases'][number];
/** Which publication is corrected or taken back; how it comes down says what has to be shown for it. */
const releasedTold = ({ title, channel, at, url, calledBack }: Published, verb: string): Line[] => [
  { label: '已发布', text: `《${title}》` },
  { label: '渠道', text: `${channel}，${fullTime(at)}` },
  { label: '链接', text: url },
  {
    label: '撤回方式',
    text:
      verb !== 'withdraw-release'
        ? null
        : calledBack
          ? '由系统通知渠道撤回，可不附撤下后的证明'
          : '系统不能撤回，请先在渠道撤下，再附撤下后的证明',
  },
];

/** Lines of the gate that keep a draft from being sent in at all, in a few words. */
const AT_ODDS: Record<string, string> = {
  facts: '与事实清单不一致',
  correction: '更正稿与有误的原发布一字不差',
};

/** Why a draft cannot go on by this act, in a word for the foot of its form. */
const BARS: Record<string, (draft: Draft) => string | null> = {
  'submit-release': ({ gate }) => {
    const line = gate.find(({ unsignable }) => unsignable);
    return line ? `${AT_ODDS[line.id] ?? `“${line.title}”不合要求`}，不得送审` : null;
  },
  'publish-release': ({ isComplete }) => (isComplete ? null : '审查、审核尚未齐全，不能交付发布'),
};

/** Null = it can be sent. `desk`: that of the act, of whatever room it is. */
export function releaseBarred(verb: string, known: Known, desk: unknown): string | null {
  const bar = BARS[verb];
  const draft = bar && (desk as ReleaseDesk | undefined)?.drafts.find(({ id }) => id === known['draftId']);
  return draft ? bar(draft) : null;
}
