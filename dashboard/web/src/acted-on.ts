import type { FactsDesk, ReleaseDesk, TicketDetail } from '../../api/schemas/tickets.ts';
import { figureOf } from './fact-figure.ts';
import { fullTime } from './format.ts';
import { releaseBarred, releaseTold } from './release-told.ts';

/** A line of what somebody is asked to decide on. */
export interface ActedOn {
  label: string;
  text: string;
  /** Looked at there and then: links and pictures. */
  proofs?: TicketDetail['releases'][number]['proofs'];
}
type Told = (detail: TicketDetail, known: Record<string, unknown>, desk: unknown) => (ActedOn | null)[];

const line = (label: string, text: string | null | undefined): ActedOn | null => (text ? { label, text } : null);
const lastEntry = ({ timeline }: TicketDetail, ...kinds: string[]): TicketDetail['timeline'][number] | undefined =>
  timeline.filter(({ kind }) => kinds.includes(kind)).sort((a, b) => b.at.localeCompare(a.at))[0];

const report: Told = ({ report: said, judgement: judged }) =>
  said === null
    ? []
    : [
        line('反馈', `${said.by.name}，${fullTime(said.at)}`),
        line('核实的事实', said.facts),
        line('采取的措施', said.measures),
        line(
          '办理结果',
          said.result ?? (judged?.dispositions.includes('D-2') ? '未写明（D-2 办结须有解决结果）' : null),
        ),
        line('拟回应内容', said.draft),
        line('附件', said.attachments.length > 0 ? `${said.attachments.length}件，见“研判与办理”` : null),
        sentBack(said),
      ];
const sentBack = ({ sentBack: back }: NonNullable<TicketDetail['report']>): ActedOn | null =>
  line('退回意见', back && `${back.reason}（${back.by.name}，${fullTime(back.at)}）`);
/** Whoever writes it again sees first what he is to mend. */
const mended: Told = ({ report: said }) => (said === null ? [] : [sentBack(said)]);

const entry =
  (label: string, ...kinds: [asked: string, ...answered: string[]]): Told =>
  (detail) => {
    const found = lastEntry(detail, ...kinds);
    if (found?.kind !== kinds[0]) return [];
    return [line(label, `${found.text}（${fullTime(found.at)}）`), line('说明', found.reason)];
  };
const ASKED_EXTENSION = ['request-extension', 'extend', 'refuse-extension'] as const;

const passDown: Told = ({ passDownRequest: asked }) =>
  asked === null ? [] : [line('申请', `${asked.by.name}申请转派${asked.to.name}`), line('理由', asked.reason)];

const judgement: Told = ({ judgement: said }) =>
  said === null
    ? []
    : [line('研判', `${said.title}（${said.by.name}，${fullTime(said.at)}）`), line('理由', said.reason)];

const closing: Told = ({ closing: ahead }) => [
  line('尚缺（补齐方可办结）', ahead?.gaps.join('\n')),
  line('提示（不影响办结）', ahead?.told.join('\n')),
];
const archiving: Told = ({ archiving: ahead }) =>
  ahead === null ? [] : ahead.checks.map(({ title, ok, why }) => line(`${ok ? '✓' : '✗'} ${title}`, why));

type Ahead = Pick<TicketDetail, 'closing' | 'archiving'>;
/** What must be settled before the act, and what it is called there. */
const SETTLED: Record<string, { of: keyof Ahead; words: (count: number) => string }> = {
  close: { of: 'closing', words: (count) => `尚缺${count}项，不能办结` },
  archive: { of: 'archiving', words: (count) => `尚有${count}类事项未了，不能归档` },
};
/** Why the act cannot be done yet, in a word for the foot of its form. */
export function barredBy(
  verb: string,
  detail: Ahead,
  known: Record<string, unknown> = {},
  desk?: unknown,
): string | null {
  const settled = SETTLED[verb];
  const gaps = settled ? (detail[settled.of]?.gaps ?? []) : [];
  return settled && gaps.length > 0 ? settled.words(gaps.length) : releaseBarred(verb, known, desk);
}

const release =
  (verb: string): Told =>
  (detail, known, desk) => {
    const sent = lastEntry(detail, 'submit-release');
    const why = sent?.data['draftId'] === known['draftId'] && verb !== 'submit-release' ? sent?.reason : null;
    return [
      ...releaseTold(verb, known, desk as ReleaseDesk | undefined).map(({ label, text }) => line(label, text)),
      line('送审说明', why),
    ];
  };

type Version = FactsDesk['lines'][number]['waiting'][number];
/** The number is what papers are compared with: whoever approves it sees it beside the words. */
const factWords = (one: Version): string => {
  const figure = figureOf(one);
  return `${one.text}（${figure === '' ? '' : `数字：${figure}，`}截至 ${fullTime(one.asOf)}`;
};
const fact: Told = (_detail, { lineId }, desk) => {
  const found = (desk as FactsDesk | undefined)?.lines.find(({ id }) => id === lineId);
  if (!found) return [];
  return [
    line('事实', found.title),
    line('现行', found.approved && `${factWords(found.approved)}）`),
    ...found.waiting.map((one) => line('待批', `${factWords(one)}，来源：${one.source}，${one.byUnit}${one.by}填报）`)),
  ];
};

type Recorded = TicketDetail['releases'][number];
/** Held, and waiting for a second person. */
export const toConfirm = ({ releases }: Pick<TicketDetail, 'releases'>): Recorded[] =>
  releases.filter(({ needsConfirmation }) => needsConfirmation);
const recorded: Told = (detail, { releaseId }) => {
  const found = toConfirm(detail).find(({ id }) => id === releaseId);
  if (!found) return [];
  const { speaker, speakerPost, proofs, recordedBy, recordedAt } = found;
  return [
    line('发布会', found.title),
    line('开始时间', fullTime(found.at)),
    line('发布人', speaker && `${speaker}${speakerPost ? `（${speakerPost}）` : ''}`),
    line('地点', found.place),
    line('召开机关', found.calledBy),
    { label: '证明材料', text: proofs.length > 0 ? '' : '未附', proofs },
    line('登记', `${recordedBy.name}，${fullTime(recordedAt)}${found.backDated ? '（补记）' : ''}`),
  ];
};

const TOLD: Record<string, Told> = {
  'confirm-release': recorded,
  report: mended,
  review: report,
  close: closing,
  archive: archiving,
  rule: entry('退回', 'return'),
  extend: entry('申请', ...ASKED_EXTENSION),
  'refuse-extension': entry('申请', ...ASKED_EXTENSION),
  'consent-pass-down': passDown,
  'refuse-pass-down': passDown,
  judge: judgement,
  'second-judge': judgement,
  'approve-fact': fact,
  ...Object.fromEntries(
    [
      ...['judge-release', 'submit-release', 'approve-release', 'review-secrecy', 'publish-release'],
      ...['confirm-channel', 'correct-release', 'withdraw-release'],
    ].map((verb) => [verb, release(verb)]),
  ),
};

/** What the act decides on, in the words of who put it forward; nobody signs what he does not see. Empty: the form says all. */
export const actedOn = (
  verb: string,
  detail: TicketDetail,
  known: Record<string, unknown>,
  desk?: unknown,
): ActedOn[] => (TOLD[verb]?.(detail, known, desk) ?? []).filter((one) => one !== null);

/** What an answer to a request begins with: the very thing that was asked for; judging again, with what was judged; mending, with what came back. */
export function askedFor(verb: string, detail: TicketDetail): Record<string, unknown> {
  if (verb === 'judge' && detail.judgement !== null) {
    const { outcome, dispositions } = detail.judgement;
    return { outcome, dispositions };
  }
  if (verb === 'report' && detail.report?.standing === 'sent_back') {
    const { facts, measures, result, attachments } = detail.report;
    return { facts, measures, ...(result !== null && { result }), attachments: attachments.map(({ id }) => id) };
  }
  const [only, ...others] = toConfirm(detail);
  if (verb === 'confirm-release') return only && others.length === 0 ? { releaseId: only.id } : {};
  if (verb !== 'extend' && verb !== 'refuse-extension') return {};
  const found = lastEntry(detail, ...ASKED_EXTENSION);
  if (found?.kind !== 'request-extension') return {};
  const { clockId, until } = found.data;
  return verb === 'extend' ? { clockId, until } : { clockId };
}
