import { sql } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { actedOn, dueBy, ofPage, type FoundTask, type TaskProvider } from '../queries/task.ts';
import { accuses } from '../queries/visibility.ts';
import type { ResponderBooks } from '../books.ts';
import { unitName } from '../tickets/permissions.ts';
import { asksRectification } from './verbs/rectify.ts';
import { caseVerb, HEADS, type CaseVerbName } from './states.ts';
import { isSupervision, maySeeCase, selectCases, whyNoCaseAct, type Case } from './case-act.ts';
import type { CaseState } from './tables.ts';

/** The act that moves a case on from each state, and until when. An appeal is a right, not a duty. */
const NEXT: Partial<Record<CaseState, readonly { verb: CaseVerbName; due?: 'reply_due_at' | 'rectify_due_at' }[]>> = {
  verifying: [{ verb: 'decide' }],
  decided: [{ verb: 'issue-notice' }],
  notified: [{ verb: 'reply', due: 'reply_due_at' }],
  appealed: [{ verb: 'rule-appeal' }],
  answered: [{ verb: 'report-rectification', due: 'rectify_due_at' }, { verb: 'close-case' }],
  rectified: [{ verb: 'accept-rectification' }],
  accepted: [{ verb: 'close-case' }],
};
type WaitingCase = Pick<
  Case,
  | 'unit'
  | 'state'
  | 'papers'
  | 'origin'
  | 'accused'
  | 'measure'
  | 'opened_by'
  | 'decided_by'
  | 'reply_due_at'
  | 'rectify_due_at'
>;

/** What a case waits for from this person; null = nothing. Who opened it does not decide it, who decided does not rule the appeal. */
export function caseStep(
  kase: WaitingCase,
  actor: Actor,
  books: Pick<ResponderBooks, 'units' | 'accountability'>,
): { verb: CaseVerbName; due: Date | null } | null {
  const { units } = books;
  if (!maySeeCase(actor, kase, units)) return null;
  for (const { verb, due } of NEXT[kase.state] ?? []) {
    if (whyNoCaseAct(verb, actor, kase, units) !== null) continue;
    if (verb === 'decide' && kase.opened_by.id === actor.id) continue;
    if (verb === 'rule-appeal' && [kase.opened_by.id, kase.decided_by?.id].includes(actor.id)) continue;
    // Where putting right was ordered, the case is not closed on a mere explanation.
    if (kase.state === 'answered' && (verb === 'report-rectification') !== asksRectification(books, kase)) continue;
    return { verb, due: due === undefined ? null : kase[due] };
  }
  return null;
}

/** 问责: cases this person has to move on, and for supervision the leads nobody has looked at. */
export const ownCases: TaskProvider = async ({ db, books, time }, actor, { ticketId }) => {
  const sees =
    isSupervision(actor, books.units) || [...HEADS, 'leader' as const].some((role) => actor.roles.includes(role));
  if (ticketId !== undefined || !sees) return [];
  const rows = await selectCases(db)
    .where('c.state', 'not in', ['closed', 'dropped'])
    .where(actedOn(actor))
    .orderBy('c.opened_at')
    .limit(200)
    .execute();
  const now = time.now();
  const found = rows.flatMap((kase): FoundTask[] => {
    const step = caseStep(kase, actor, books);
    if (step === null) return [];
    const { title, side } = caseVerb(step.verb);
    const text = `${title}：${kase.number}（${unitName(books.units, kase.unit)}）`;
    const why = side === 'unit' ? '通知发给贵单位' : side === 'deciding' ? '由督查机构或领导决定' : '由督查机构办理';
    const head = { id: `case:${kase.id}`, kind: 'case', kindTitle: '问责事项', text, why };
    return [{ ...head, ...ofPage('accountability'), ...dueBy(step.due, now) }];
  });
  return isSupervision(actor, books.units) ? [...found, ...(await openLeads(db, actor, now))] : found;
};

/** One line for all leads: they are looked through, not due one by one. */
async function openLeads(db: Parameters<TaskProvider>[0]['db'], actor: Actor, now: Date): Promise<FoundTask[]> {
  const { count } = await db
    .selectFrom('responder_accountability_leads as l')
    .innerJoin('responder_tickets as t', 't.id', 'l.ticket_id')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('l.state', '=', 'to_verify')
    .where(actedOn(actor))
    .where(sql<boolean>`not ${accuses(actor.unitId)}`)
    .executeTakeFirstOrThrow();
  if (count === 0) return [];
  return [
    {
      ...{ id: 'leads', kind: 'lead', kindTitle: '履职问题线索', text: `核看 ${count} 条待核线索，决定是否立案核查` },
      ...{ why: '由督查机构办理', ...ofPage('accountability'), ...dueBy(null, now) },
    },
  ];
}
