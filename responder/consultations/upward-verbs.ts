import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { spokenTime, toLocalIso, wholeMinute } from '../../platform/runtime/local-time.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb, reasonText, type VerbContext } from '../tickets/act.ts';
import { reportedUp } from '../tickets/report-up.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { approvedFacts, differencesFrom, differencesInWords, type ApprovedFact } from './approved-facts.ts';
import { leftOut, leftOutInWords, openDifferences } from './left-out.ts';
import type { Hop } from './measures-taken.ts';
import { newsSince, refuseTooEarly } from './upward-end.ts';
import { lockReport, lastSent, upwardReports, type Report } from './upward-reports.ts';
import type { Section, UpwardKind, UsedFact } from './upward-tables.ts';
import {
  draftSections,
  matterName,
  KIND_TITLES,
  repeated,
  upwardDocument,
  upwardHash,
  upwardTitle,
} from './upward-text.ts';
import { moment } from '../tickets/dates.ts';

const atReport = { reportId: z.uuid(), version: z.number().int().positive() };
export const draftUpwardInput = z.strictObject({
  ...asideInput,
  /** Absent = the first, later a continued one. */
  kind: z.enum(['first', 'continued', 'final']).optional(),
});
export const editUpwardInput = z.strictObject({
  ...asideInput,
  ...atReport,
  title: z.string().trim().min(2).max(200),
  sections: z.array(z.strictObject({ heading: z.string().min(1).max(40), text: z.string().trim().max(4000) })).max(12),
});
export const dropUpwardInput = z.strictObject({ ...asideInput, ...atReport, reason: reasonText });
export const sendUpwardInput = z.strictObject({
  ...asideInput,
  ...atReport,
  /** The office above. */
  to: z.string().trim().min(2).max(100),
  manner: z.enum(['phone', 'written']),
  at: moment('since', '报送时间'),
});
export const receiptUpwardInput = z.strictObject({
  ...asideInput,
  reportId: z.uuid(),
  post: z.string().trim().min(2).max(100),
  number: z.string().trim().max(100).optional(),
  at: moment('since', '回执时间'),
});

/** 起草上报材料: skeleton of rules.md §9.1, filled from the matter and the approved facts. */
export const draftUpward = defineVerb('draft-upward', draftUpwardInput, async (context) => {
  const { tx, ticket, input, actor, now, books } = context;
  const reports = await upwardReports(tx, ticket.id);
  const facts = await approvedFacts(tx, ticket.id);
  const kind = nextKind(reports, input.kind, { ticket, facts });
  const open = await openDifferences(tx, ticket.id);
  if (kind === 'final') refuseTooEarly(ticket, open);
  const seq = reports.length + 1;
  const told = reports.at(-1)?.content.facts ?? [];
  const id = uuidv7(now);
  await tx
    .insertInto('responder_upward_reports')
    .values({
      ...{ id, ticket_id: ticket.id, origin: ticket.origin, jurisdiction: ticket.jurisdiction, seq, kind },
      ...{ created_at: now, created_by: json(personOf(actor)) },
    })
    .execute();
  const matter = matterName(ticket.title, facts, books.figures);
  const record = { hops: await hopsOf(tx, ticket.id), open };
  const title = upwardTitle(kind, matter, seq);
  await writeContent(context, {
    id,
    version: 1,
    title,
    sections: draftSections(kind, { ...record, ticket, matter, facts, told, units: books.units }),
    facts: used(facts),
  });
  return { entry: { text: `起草${KIND_TITLES[kind]}`, payload: { reportId: id } } };
});

export const editUpward = defineVerb('edit-upward', editUpwardInput, async (context) => {
  const { tx, ticket, input } = context;
  const { report, content } = await lockReport(context, input);
  const version = report.version + 1;
  const { title, sections } = input;
  refuseMissing(content.sections, sections);
  await writeContent(context, {
    id: report.id,
    version,
    title,
    sections,
    facts: used(await approvedFacts(tx, ticket.id)),
  });
  await tx.updateTable('responder_upward_reports').set({ version }).where('id', '=', report.id).execute();
  return { entry: { text: `修改${KIND_TITLES[report.kind]}（第${version}版）`, payload: { reportId: report.id } } };
});

export const dropUpward = defineVerb('drop-upward', dropUpwardInput, async (context) => {
  const { tx, input } = context;
  const { report } = await lockReport(context, input);
  await tx.updateTable('responder_upward_reports').set({ state: 'dropped' }).where('id', '=', report.id).execute();
  return { entry: { text: `作废${KIND_TITLES[report.kind]}草稿`, reason: input.reason } };
});

/**
 * 报送: to whom, how, when. Refused while a heading is empty, a figure differs from the sheet, or a 续报 tells the start again. It is the report
 * L-01 and L-02 wait for, so that nobody enters it a second time.
 */
export const sendUpward = defineVerb('send-upward', sendUpwardInput, async (context) => {
  const { tx, ticket, input, actor, now } = context;
  const { report, content } = await lockReport(context, input);
  const at = new Date(input.at);
  refuseOddTime(at, report.created_at, now);
  if (report.kind === 'final') refuseTooEarly(ticket, await openDifferences(tx, ticket.id));
  const empty = content.sections.filter(({ text }) => text.trim() === '').map(({ heading }) => heading);
  if (empty.length > 0) throw new AppError('precondition_failed', `尚未填写：${empty.join('、')}`);
  await refuseOtherThanSheet(context, { report, content });
  if (report.kind === 'continued') refuseRepetition(content.sections, await upwardReports(tx, ticket.id));
  const sent = { to: input.to, manner: input.manner, at: toLocalIso(at), by: personOf(actor) };
  await tx
    .updateTable('responder_upward_reports')
    .set({ state: 'sent', sent: json(sent), sent_at: at })
    .where('id', '=', report.id)
    .execute();
  return {
    set: reportedUp(ticket, input.manner, at),
    entry: {
      ...{ kind: 'report-up', text: `报送${KIND_TITLES[report.kind]}：${input.to}`, at },
      payload: { manner: input.manner, to: input.to, reportId: report.id, hash: content.hash },
    },
  };
});

/** People enter the minute: a report drafted at 17:05:10 may be sent at 17:05. @throws AppError precondition_failed */
function refuseOddTime(at: Date, drafted: Date, now: Date): void {
  if (at <= now && at >= wholeMinute(drafted)) return;
  throw new AppError(
    'precondition_failed',
    `报送时间须在起草（${spokenTime(drafted)}）之后、现在（${spokenTime(now)}）之前，填写的是${spokenTime(at)}`,
  );
}

/** Neither another figure than the sheet's, nor a casualty figure of the sheet left out. @throws AppError precondition_failed */
async function refuseOtherThanSheet(
  { tx, ticket, books }: Pick<VerbContext<unknown>, 'tx' | 'ticket' | 'books'>,
  { report, content }: Report,
): Promise<void> {
  const facts = await approvedFacts(tx, ticket.id);
  const text = upwardDocument(content.title, content.sections);
  const differences = differencesFrom(facts, text, books.figures);
  if (differences.length > 0)
    throw new AppError('precondition_failed', `与事实清单不一致，不得报送。${differencesInWords(differences)}`, {
      differences,
    });
  const told = lastSent(await upwardReports(tx, ticket.id))?.content.facts ?? [];
  const missing = leftOut(facts, text, { kind: report.kind, told, read: books.figures });
  if (missing.length > 0)
    throw new AppError(
      'precondition_failed',
      `${leftOutInWords(missing)}，材料没有写明，不得报送。请补写，或作废后重新起草`,
      { leftOut: missing },
    );
}

/** 回执: who took it above, when, under which number. */
export const receiptUpward = defineVerb('receipt-upward', receiptUpwardInput, async ({ tx, ticket, input }) => {
  const at = new Date(input.at);
  const receipt = { at: toLocalIso(at), post: input.post, number: input.number ?? null };
  const taken = await tx
    .updateTable('responder_upward_reports')
    .set({ receipt: json(receipt) })
    .where('id', '=', input.reportId)
    .where('ticket_id', '=', ticket.id)
    .where('state', '=', 'sent')
    .where('receipt', 'is', null)
    .returning('kind')
    .executeTakeFirst();
  if (!taken) throw new AppError('precondition_failed', '没有这份已报送、待回执的材料');
  return { entry: { text: `${KIND_TITLES[taken.kind]}回执：${input.post}`, at } };
});

const hopsOf = (tx: VerbContext<unknown>['tx'], ticketId: string): Promise<Hop[]> =>
  tx
    .selectFrom('responder_assignments')
    .select(['unit', 'received_at', 'accepted_at', 'left_at', 'left_by'])
    .where('ticket_id', '=', ticketId)
    .orderBy('hop')
    .execute();

/** @throws AppError illegal_move: one draft at a time, first before all others, nothing after the final one but news */
function nextKind(
  reports: readonly Report[],
  wanted: UpwardKind | undefined,
  { ticket, facts }: { ticket: Ticket; facts: readonly ApprovedFact[] },
): UpwardKind {
  const sent = reports.filter(({ report }) => report.state === 'sent').map(({ report }) => report.kind);
  if (reports.some(({ report }) => report.state === 'draft'))
    throw new AppError('illegal_move', '已有一份上报材料在起草，请先报送或作废');
  const last = lastSent(reports);
  if (last?.report.kind === 'final' && !newsSince(last, ticket, facts))
    throw new AppError('illegal_move', '终报已经报送，此后没有重启，也没有新批准的事实，不必再报');
  const kind = wanted ?? (sent.length === 0 ? 'first' : 'continued');
  if ((kind === 'first') !== (sent.length === 0))
    throw new AppError('illegal_move', kind === 'first' ? '首报已经报送，请用续报或终报' : '尚无首报，请先报送快报');
  return kind;
}

/** What the papers ask of a report is not left out by editing; more headings are welcome. */
function refuseMissing(before: readonly Section[], after: readonly Section[]): void {
  const missing = before
    .map(({ heading }) => heading)
    .filter((heading) => !after.some((one) => one.heading === heading));
  if (missing.length > 0)
    throw new AppError(
      'precondition_failed',
      `上报材料的要素不得删去：${missing.join('、')}；没有情况的，写明“暂无”或“正在核实”`,
    );
}

const used = (facts: readonly ApprovedFact[]): UsedFact[] =>
  facts.filter(({ disputed }) => !disputed).map(({ key, place, version }) => ({ key, place, version }));

const writeContent = (
  { tx, actor, now }: Pick<VerbContext<unknown>, 'tx' | 'actor' | 'now'>,
  {
    id,
    version,
    title,
    sections,
    facts,
  }: { id: string; version: number; title: string; sections: Section[]; facts: UsedFact[] },
) =>
  tx
    .insertInto('responder_upward_versions')
    .values({
      ...{ report_id: id, version, title, sections: json(sections), facts: json(facts) },
      ...{ hash: upwardHash(title, sections), written_by: json(personOf(actor)), written_at: now },
    })
    .execute();

function refuseRepetition(sections: readonly Section[], reports: readonly Report[]): void {
  const first = reports.find(({ report }) => report.kind === 'first')?.content.sections ?? [];
  const passage = repeated(sections, first);
  if (passage === null) return;
  throw new AppError('precondition_failed', `续报只报新情况，以下内容首报已报：“${passage.slice(0, 20)}…”`, {
    passage,
  });
}
