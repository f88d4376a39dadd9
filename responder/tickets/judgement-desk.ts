import { z } from 'zod';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Desk } from '../desks.ts';
import { heardAsks } from '../wording/heard-asks.ts';
import type { QueryDeps } from '../queries/read.ts';
import { OUTCOME_TITLES, peakColour, VERIFICATION_TITLES } from './judgement.ts';
import { asksKept } from './judgement-papers.ts';
import { MARK_TITLES } from './marks.ts';
import { seesAsLead } from './leads-here.ts';
import { keptSheet, missingFields, prefill, SHEET_FIELDS, SHEET_TITLES, type KeptSheet } from './sheet.ts';
import { NO_TEXTS } from './source-texts.ts';
import type { Ticket } from './ticket.ts';
import { MANNER_TITLES } from './verification.ts';

const person = z.object({ id: z.string(), name: z.string(), unitId: z.string().nullable() });
const line = z.object({ key: z.string(), title: z.string(), text: z.string(), machine: z.boolean() });
const colour = z.enum(['red', 'orange', 'yellow', 'blue']).nullable();
const ASKED_AT = ['red', 'orange', 'yellow', 'blue', 'none'] as const;
export const judgementDeskSchema = z.object({
  /** The sheet of today: what the machine knows now, and at which colours each field is asked for. */
  draft: z.array(line.extend({ requiredAt: z.array(z.enum(ASKED_AT)) })),
  /** What the posts ask for, in their own sentences, while nobody has written 公众诉求: to be read and put in one's own words, filled in nowhere. */
  heard: z.array(z.string()),
  /** The gravest colour of the last day: a non-answer at yellow or above needs a second person. */
  peak: colour,
  judgements: z.array(
    z.object({
      ...{ at: z.string(), by: person, outcome: z.string(), dispositions: z.array(z.string()), colour },
      ...{ needsSecond: z.boolean(), consult: z.boolean().nullable(), sheet: z.array(line) },
      marks: z.array(z.object({ title: z.string(), reason: z.string(), notice: z.string().nullable() })),
    }),
  ),
  verifications: z.array(
    z.object({
      ...{ result: z.string(), title: z.string(), unit: z.string().nullable(), post: z.string().nullable() },
      ...{
        manner: z.string().nullable(),
        at: z.string(),
        recordedAt: z.string(),
        by: person,
        note: z.string().nullable(),
      },
    }),
  ),
  owed: z.array(z.object({ number: z.string(), outcome: z.string(), dispositions: z.array(z.string()) })),
});
export type JudgementDesk = z.infer<typeof judgementDeskSchema>;

/** 研判核实: sheets as they stood at each judgement, and whom we asked. */
export const judgementDesk: Desk<typeof judgementDeskSchema> = {
  name: 'judgement',
  title: '研判核实',
  schema: judgementDeskSchema,
  mayOpen: ({ books }, actor, ticket) => seesAsLead(actor, ticket, books.units),
  read: (deps, _actor, ticket) => readDesk(deps, ticket),
};

const linesOf = ({ fields, machine }: KeptSheet) =>
  SHEET_FIELDS.flatMap((key) =>
    fields[key] === undefined
      ? []
      : [{ key, title: SHEET_TITLES[key], text: fields[key], machine: machine.includes(key) }],
  );

async function readDesk(
  { db, books, time, sourceTexts = NO_TEXTS }: QueryDeps,
  ticket: Ticket,
): Promise<JudgementDesk> {
  const judgements = await db
    .selectFrom('responder_judgements')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .orderBy('judged_at')
    .execute();
  const verifications = await db
    .selectFrom('responder_verifications')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .orderBy('recorded_at')
    .execute();
  const draft = draftOf(prefill(ticket, books, await asksKept(db, ticket.id)), judgements.at(-1)?.sheet, books);
  const isAsked = draft.some(({ key, text }) => key === 'asks' && text !== '');
  return {
    draft,
    heard: isAsked ? [] : heardAsks(await sourceTexts(ticket.event_id), books.wording.asks),
    peak: peakColour(ticket, time.now(), books.ticketRules.judgement.colourMemoryHours),
    judgements: judgements.map((row) => ({
      ...{ at: toLocalIso(row.judged_at), by: row.judged_by, outcome: OUTCOME_TITLES[row.outcome] },
      ...{ dispositions: row.dispositions, colour: row.colour, needsSecond: row.needs_second },
      ...{ consult: row.sheet.consult, sheet: linesOf(row.sheet) },
      marks: row.marks.map(({ mark, reason, notice }) => ({ title: MARK_TITLES[mark], reason, notice })),
    })),
    verifications: verifications.map((row) => ({
      ...{ result: row.result, title: VERIFICATION_TITLES[row.result], unit: row.asked_unit, post: row.asked_post },
      manner: row.manner === null ? null : MANNER_TITLES[row.manner as keyof typeof MANNER_TITLES],
      ...{ at: toLocalIso(row.at), recordedAt: toLocalIso(row.recorded_at), by: row.recorded_by, note: row.note },
    })),
    owed: ticket.owed.map((row) => ({ ...row, outcome: OUTCOME_TITLES[row.outcome] })),
  };
}

/** What the machine knows now, over it what a person wrote at the last judgement. */
function draftOf(
  machine: ReturnType<typeof prefill>,
  last: KeptSheet | undefined,
  books: QueryDeps['books'],
): JudgementDesk['draft'] {
  const written = Object.fromEntries(
    Object.entries(last?.fields ?? {}).filter(([key]) => !last!.machine.some((field) => field === key)),
  );
  const sheet = keptSheet(machine, written);
  const empty = keptSheet({});
  const asked = ASKED_AT.map((colour) => ({
    colour,
    fields: missingFields(books.ticketRules.judgement, colour === 'none' ? null : colour, empty),
  }));
  return SHEET_FIELDS.map((key) => ({
    ...{ key, title: SHEET_TITLES[key], text: sheet.fields[key] ?? '' },
    ...{
      machine: sheet.machine.includes(key),
      requiredAt: asked.flatMap(({ colour, fields }) => (fields.includes(key) ? [colour] : [])),
    },
  }));
}
