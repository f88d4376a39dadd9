import { sql } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { EventLevel } from '../../analyzer/messages.ts';
import { COLOUR_NAMES } from '../promotion/promote.ts';
import { LEVEL_TITLES, setLevel } from '../tickets/levels.ts';
import { DISPOSITION_TITLES, OUTCOME_TITLES, VERIFICATION_TITLES } from '../tickets/judgement.ts';
import { unitName } from '../tickets/permissions.ts';
import { STATE_TITLES } from '../tickets/states.ts';
import type { Clock, Ticket } from '../tickets/ticket.ts';
import { standingWords } from '../tickets/view.ts';
import { csvRow } from './csv.ts';
import { lagsOf } from './lags.ts';
import { ticketConditions, type TicketFilter } from './list-tickets.ts';
import { clocksByTicket, iso, type QueryDeps } from './read.ts';
import type { TicketWords } from './ticket-words.ts';
import { visibleTickets } from './visibility.ts';

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportDeps extends QueryDeps {
  words: TicketWords;
}

type Cell = string | number | null;
const CHUNK = 500;

/**
 * One row a ticket with every clock, the same conditions as the screen. Lines without their line end; CSV begins with the UTF-8 BOM so that
 * Excel reads it, and speaks in words and local times; JSONL keeps codes and ISO 8601. The clock columns are the rules that occur among the exported tickets.
 */
export async function* exportTickets(
  deps: ExportDeps,
  actor: Actor,
  filter: TicketFilter,
  format: ExportFormat,
): AsyncGenerator<string> {
  const rules = await rulesAmong(deps, actor, filter);
  if (format === 'csv') yield `\uFEFF${csvRow([...HEAD.map(([title]) => title), ...rules.flatMap(clockHead)])}`;
  for await (const { ticket, clocks } of ticketsWithClocks(deps, actor, filter)) {
    const now = deps.time.now();
    const cells = HEAD.map(([, read, inWords]) => (format === 'csv' ? (inWords ?? read) : read)(ticket, deps, now));
    if (format === 'csv') yield csvRow([...cells, ...rules.flatMap((rule) => clockCells(clocks, rule.rule_id, now))]);
    else yield JSON.stringify(asObject(ticket, cells, clocks, now));
  }
}

type Read = (ticket: Ticket, deps: ExportDeps, now: Date) => Cell;
/** `read` is what JSONL carries (codes, ISO 8601); `inWords` what a person reads in CSV, where it differs. */
type Column = [title: string, read: Read, inWords?: Read];

/** A local wall-clock time as spreadsheets read it: 2026-11-20 08:44. */
const wall = (at: Date | null): string | null => (at === null ? null : toLocalIso(at).slice(0, 16).replace('T', ' '));
const timeColumn = (title: string, read: (ticket: Ticket) => Date | null): Column => [
  title,
  (ticket) => iso(read(ticket)),
  (ticket) => wall(read(ticket)),
];
const levelColumn = (title: string, read: (ticket: Ticket) => EventLevel | null): Column => [
  title,
  read,
  (ticket) => {
    const level = read(ticket);
    return level === null ? null : LEVEL_TITLES[level];
  },
];

const HEAD: Column[] = [
  ['编号', (t) => t.number],
  ['标题', (t) => t.title],
  ['状态', (t) => STATE_TITLES[t.state]],
  ['颜色', (t) => t.colour, (t) => (t.colour === null ? null : COLOUR_NAMES[t.colour])],
  levelColumn('机器估算等级', (t) => t.level_machine.low),
  levelColumn('值班初判', (t) => t.level_duty),
  levelColumn('主管部门认定', (t) => t.level_official),
  ['认定机关', (t) => t.level_official_body],
  ['认定文号', (t) => t.level_official_paper],
  levelColumn('现行等级', (t) => setLevel(t)),
  ['事件类型', (t) => t.kind, (t, { words }) => (t.kind === null ? null : (words.kinds.get(t.kind) ?? t.kind))],
  ['主题', (t) => t.topic, (t, { words }) => words.topics.get(t.topic) ?? t.topic],
  ['立单规则', (t) => `${t.promotion_rule} ${t.promotion_name}`],
  ['研判结论', (t) => (t.outcome === null ? null : OUTCOME_TITLES[t.outcome])],
  [
    '处置类型',
    (t) => t.dispositions.join('、') || null,
    (t) => t.dispositions.map((one) => `${one} ${DISPOSITION_TITLES[one]}`).join('、') || null,
  ],
  ['核实情况', (t) => t.verification, (t) => VERIFICATION_TITLES[t.verification]],
  ['主办单位', (t, { books }) => (t.lead_unit === null ? null : unitName(books.units, t.lead_unit))],
  ['协办单位', (t, { books }) => t.co_units.map((id) => unitName(books.units, id)).join('、') || null],
  ['退回次数', (t) => t.return_count],
  ['改派次数', (t) => t.reassign_count],
  timeColumn('发生时间', (t) => t.occurred_at),
  ['发生时间来源', (t) => t.occurred_source],
  timeColumn('首条公开信息时间', (t) => t.published_at),
  timeColumn('发现时间', (t) => t.detected_at),
  timeColumn('立单时间', (t) => t.opened_at),
  timeColumn('研判时间', (t) => t.judged_at),
  timeColumn('交办时间', (t) => t.assigned_at),
  timeColumn('签收时间', (t) => t.accepted_at),
  timeColumn('首次回应时间', (t) => t.first_response_at),
  timeColumn('发布会时间', (t) => t.conference_at),
  timeColumn('办结时间', (t) => t.closed_at),
  ['早发现（秒）', (t, _, now) => lagsOf(t, now).detection.seconds],
  ['早研判（秒）', (t, _, now) => lagsOf(t, now).judgement.seconds],
  ['早处置（秒）', (t, _, now) => lagsOf(t, now).disposal.seconds],
  ['数据来源', (t) => ({ live: '正式', demo: '演示', drill: '演练' })[t.origin]],
];

interface RuleColumn {
  rule_id: string;
  title: string;
}
const clockHead = (rule: RuleColumn): string[] =>
  ['起算', '截止', '停止', '结果'].map((name) => `${rule.rule_id} ${rule.title}·${name}`);

/** A rule may have run several times in one ticket: the newest row is shown in CSV, all of them in JSONL. */
function clockCells(clocks: Clock[], ruleId: string, now: Date): Cell[] {
  const clock = clocks
    .filter((one) => one.rule_id === ruleId)
    .sort((a, b) => b.created_at.getTime() - a.created_at.getTime())[0];
  if (!clock) return [null, null, null, null];
  return [wall(clock.start_at), wall(clock.due_at), wall(clock.stopped_at), outcomeOf(clock, now)];
}

function outcomeOf(clock: Clock, now: Date): string {
  const words = standingWords(clock, now);
  return clock.state === 'ended'
    ? `${words}：${clock.ended_reason ?? ''}`
    : `${words}${clock.provisional ? '（暂计）' : ''}`;
}

function asObject(ticket: Ticket, cells: Cell[], clocks: Clock[], now: Date): Record<string, unknown> {
  return {
    id: ticket.id,
    ...Object.fromEntries(HEAD.map(([title], index) => [title, cells[index] ?? null])),
    时限: clocks.map((clock) => ({
      规则: clock.rule_id,
      名称: clock.title,
      环节: clock.step,
      起算: iso(clock.start_at),
      起算点: clock.start_source,
      截止: iso(clock.due_at),
      停止: iso(clock.stopped_at),
      结果: outcomeOf(clock, now),
      依据: clock.rule.source.doc,
      证据等级: clock.rule.source.grade,
    })),
  };
}

async function rulesAmong(deps: QueryDeps, actor: Actor, filter: TicketFilter): Promise<RuleColumn[]> {
  return deps.db
    .selectFrom('responder_clocks as k')
    .innerJoin('responder_tickets as t', 't.id', 'k.ticket_id')
    .select(['k.rule_id', ({ fn }) => fn.max('k.title').as('title')])
    .where(visibleTickets(actor, deps.books.units).where)
    .where(ticketConditions(filter, deps.time.now()))
    .groupBy('k.rule_id')
    .orderBy('k.rule_id')
    .execute();
}

async function* ticketsWithClocks(
  deps: QueryDeps,
  actor: Actor,
  filter: TicketFilter,
): AsyncGenerator<{ ticket: Ticket; clocks: Clock[] }> {
  let after: Ticket | undefined;
  for (;;) {
    const rows: Ticket[] = await deps.db
      .selectFrom('responder_tickets as t')
      .selectAll('t')
      .where(visibleTickets(actor, deps.books.units).where)
      .where(ticketConditions(filter, deps.time.now()))
      .$if(after !== undefined, (q) =>
        q.where(sql<boolean>`(t.opened_at, t.id) > (${after?.opened_at}, ${after?.id}::uuid)`),
      )
      .orderBy('t.opened_at')
      .orderBy('t.id')
      .limit(CHUNK)
      .execute();
    const clocks = await clocksByTicket(
      deps.db,
      rows.map((row) => row.id),
    );
    for (const ticket of rows) yield { ticket, clocks: clocks.get(ticket.id) ?? [] };
    if (rows.length < CHUNK) return;
    after = rows.at(-1);
  }
}
