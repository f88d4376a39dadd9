import type { Kysely } from 'kysely';
import type { EventLevel } from '../../analyzer/messages.ts';
import type { ApprovalRule, ReleasesBook } from '../../config/schema/releases.ts';
import type { ResponderBooks } from '../books.ts';
import { approvedFacts, differencesFrom, differencesInWords, isSheetKept } from '../consultations/approved-facts.ts';
import type { Person, ResponderTables } from '../tables.ts';
import { setLevel, machineLevel, provisionalDue } from '../tickets/levels.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { approvalRule, approvalState, approvalSteps, SECRECY } from './approvals.ts';
import { releaseText, scopeProblems } from './content.ts';
import { correctionCheck } from './correction-check.ts';
import { findIdentity, IDENTITY_KINDS } from './deidentify.ts';
import { factGap, unstated } from './facts.ts';
import type { Paper } from './paper.ts';
import type { Aspect } from './tables.ts';
import { WORDING_CHECKS } from '../wording/checks.ts';

/** What a check may look at. */
export interface GateContext {
  db: Kysely<ResponderTables>;
  ticket: Ticket;
  paper: Paper;
  books: ResponderBooks;
  now: Date;
}

/** stop = not before this is done; warn = told to those who sign, they decide. */
export interface Finding {
  state: 'ok' | 'warn' | 'stop';
  /** Chinese; what was found, or what is to be done. */
  why: string;
  by?: Person;
  at?: Date;
  /** What of each person stands against it: who judges otherwise says that he read them. */
  unfit?: Unfit[];
  /** Nobody may even be asked to sign it. */
  unsignable?: true;
}

/** A judgement 不妥 that its author has not taken back. */
export interface Unfit {
  id: string;
  by: Person;
  at: Date;
  reason: string;
}

/** The last word of each person on this aspect, where that was 不妥; in the order they spoke. */
export function unfitOf(judgements: Paper['judgements'], aspect: Aspect): Unfit[] {
  const last = new Map<string, Paper['judgements'][number]>();
  for (const one of judgements) if (one.aspect === aspect) last.set(one.by.id, one);
  return judgements
    .filter((one) => one === last.get(one.by.id) && !one.verdict)
    .map(({ id, by, at, reason }) => ({ id, by, at, reason }));
}

/** One line of the list before a release. */
export interface GateCheck {
  id: string;
  title: string;
  /** Null = the line is none of this draft's. */
  check(context: GateContext): Finding | null | Promise<Finding | null>;
}

const ok = (why: string, by?: Person, at?: Date): Finding => ({
  state: 'ok',
  why,
  ...(by && { by }),
  ...(at && { at }),
});
const stop = (why: string): Finding => ({ state: 'stop', why });
const warn = (why: string): Finding => ({ state: 'warn', why });

export const ASPECT_TITLES: Record<Aspect, string> = { wording: '表述', timing: '时机', manner: '方式' };

const judged = (aspect: Aspect): GateCheck => ({
  id: aspect,
  title: `公开${ASPECT_TITLES[aspect]}研判`,
  check({ paper }) {
    const last = paper.judgements.filter((row) => row.aspect === aspect).at(-1);
    if (!last) return stop('尚未研判');
    const unfit = unfitOf(paper.judgements, aspect);
    const said = last.verdict ? ok(last.reason) : stop(`不妥：${last.reason}`);
    return { ...said, by: last.by, at: last.at, ...(unfit.length > 0 && { unfit }) };
  },
});

/**
 * The rule of approval of a release: by the level a person has set, else the gravest the facts allow while nobody has decided; one level higher
 * where the matter keeps personal data under seal.
 */
export function ruleOf(
  book: ReleasesBook,
  ticket: Parameters<typeof provisionalDue>[0],
  { sealed }: Pick<Paper, 'sealed'>,
): ApprovalRule {
  const level = provisionalDue(ticket) ? machineLevel(ticket.level_machine) : setLevel(ticket);
  return approvalRule(book, sealed ? higher(level) : level);
}

const higher = (level: EventLevel | null): EventLevel =>
  level === null || level === 'IV' ? 'III' : level === 'III' ? 'II' : 'I';

/** The sheet of the 会商室 where one is kept, else the lines the draft brings along; either way every figure told must stand there. */
async function factsCheck({ db, ticket, books, paper: { content } }: GateContext): Promise<Finding> {
  const text = releaseText(content);
  const sheet = await approvedFacts(db, ticket.id);
  // Units that have not agreed yet have no approved line; a draft must not bring its own instead.
  if (sheet.length > 0 || (await isSheetKept(db, ticket.id))) {
    const differences = differencesFrom(sheet, text, books.figures);
    if (differences.length > 0) return { ...stop(differencesInWords(differences)), unsignable: true };
    const loose = unstated(
      text,
      sheet.filter(({ disputed }) => !disputed).map((line) => line.text),
      books.figures,
    );
    return loose.length === 0 ? ok(`事实清单 ${sheet.length} 条`) : warn(`文稿中的${loose.join('、')}不在事实清单内`);
  }
  if (content.fact_lines.length === 0) return stop('没有经批准的事实清单');
  const gaps = content.fact_lines.map((line) => factGap(line, books.figures)).filter((gap) => gap !== null);
  if (gaps.length > 0) return stop(gaps.join('；'));
  const statements = content.fact_lines.map(({ statement }) => statement);
  const loose = unstated(text, statements, books.figures);
  return loose.length === 0 ? ok(`${content.fact_lines.length} 条`) : stop(`文稿中的${loose.join('、')}不在事实清单内`);
}

/** In the order of the page. Another room adds its line here. */
export const GATE_CHECKS: readonly GateCheck[] = [
  {
    id: 'parts',
    title: '事实、政策、结果',
    check({ paper: { content } }) {
      if (content.facts.trim() === '') return stop('缺事实部分');
      const lacking = [content.policy.trim() === '' && '政策依据', content.result.trim() === '' && '处理结果'].filter(
        Boolean,
      );
      return lacking.length === 0 ? ok('三部分齐全') : warn(`未写${lacking.join('、')}，请确认属先报事实、慎报原因`);
    },
  },
  {
    id: 'channels',
    title: '发布渠道',
    check: ({ paper: { content } }) =>
      content.channels.length === 0 ? stop('未选发布渠道') : ok(`${content.channels.length}个渠道`),
  },
  {
    id: 'facts',
    title: '经批准的事实清单',
    check: factsCheck,
  },
  {
    id: 'correction',
    title: '更正内容',
    check: ({ db, paper: { draft, content } }) => correctionCheck(db, draft.corrects, content),
  },
  ...WORDING_CHECKS,
  judged('wording'),
  judged('timing'),
  judged('manner'),
  {
    id: 'identity',
    title: '去标识化',
    check({ paper: { content, exceptions } }) {
      const allowed = exceptions.flatMap(({ words }) => words);
      const found = findIdentity(`${content.title}\n${releaseText(content)}`);
      const left = found.filter(({ value }) => !allowed.includes(value));
      if (left.length > 0)
        return stop(
          `含${left.map(({ kind, value }) => `${IDENTITY_KINDS[kind]}“${value}”`).join('、')}，请删除或按例外登记`,
        );
      const last = exceptions.at(-1);
      return last && found.length > 0
        ? ok(`例外登记 ${found.length} 处`, last.by, last.at)
        : ok('未发现可识别个人的信息');
    },
  },
  {
    id: 'pictures',
    title: '图片人脸遮挡',
    check({ paper: { content } }) {
      if (content.pictures === 'none') return ok('无配图');
      if (content.pictures === 'unchecked') return stop('有配图，须由人工逐张确认人脸已遮挡');
      return ok('人工确认已遮挡', content.written_by, content.written_at);
    },
  },
  {
    id: 'scope',
    title: '公开范围与渠道',
    check({ paper: { content }, books }) {
      const problems = scopeProblems(content, books.releases);
      return problems.length === 0 ? ok('相符') : stop(problems.join('；'));
    },
  },
  {
    id: 'approval',
    title: '审核签发',
    check({ paper, ticket, books }) {
      if (paper.draft.state === 'drafting' && paper.signatures.length === 0) return stop('尚未送审');
      const rule = ruleOf(books.releases, ticket, paper);
      const { ofChannels } = approvalSteps(rule, paper.content.channels, books.releases);
      const state = approvalState(rule, ofChannels, paper.signatures);
      const last = paper.signatures.filter(({ step }) => step !== SECRECY).at(-1);
      return state.isComplete ? ok(state.why, last?.by, last?.at) : stop(state.why);
    },
  },
  {
    id: 'secrecy',
    title: '保密审查',
    check({ paper }) {
      const signed = paper.signatures.find(({ step }) => step === SECRECY);
      if (!signed) return stop('尚未经保密审查');
      if (!signed.approve) return { ...stop(`不予公开：${signed.reason ?? ''}`), by: signed.by, at: signed.at };
      return ok('可以公开', signed.by, signed.at);
    },
  },
];
