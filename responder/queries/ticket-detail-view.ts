import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { Person, Proof, ReleaseKind, Report, ReportFile } from '../tables.ts';
import type { JudgementOutcome } from '../tickets/judgement.ts';
import type { ArchiveCheck } from '../tickets/archiving.ts';
import type { ReportStanding } from '../tickets/report-standing.ts';
import type { VerbName } from '../tickets/states.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { ClockView, TicketSummary, UnitRef } from '../tickets/view.ts';
import type { RelatedTicket } from './related-tickets.ts';
import type { HopView } from './hop-views.ts';
import type { Lags } from './lags.ts';

export interface ReleaseView {
  id: string;
  kind: ReleaseKind;
  /** plan and fact stay apart. */
  planned: boolean;
  backDated: boolean;
  at: string;
  recordedAt: string;
  title: string;
  channel: string;
  url: string | null;
  text: string | null;
  contentHash: string | null;
  /** The published text is the approved one; null = nothing to compare. */
  matchesApproval: boolean | null;
  speaker: string | null;
  speakerPost: string | null;
  place: string | null;
  calledBy: string | null;
  proofs: Proof[];
  recordedBy: Person;
  confirmation: { by: Person; at: string } | null;
  needsConfirmation: boolean;
  /** The second person did not find it held as recorded. */
  refusal: { reason: string; by: Person; at: string } | null;
  /** Found wrong: corrected by another release, or taken back. */
  standing: 'standing' | 'correcting' | 'corrected' | 'withdrawn';
  supersededBy: string | null;
}

export interface TicketDetail {
  ticket: TicketSummary;
  openedBy: { rule: string; name: string; why: string };
  summary: string;
  /** The machine's newest picture of the event, a copy kept with the ticket. */
  event: EventSnapshot;
  times: Record<string, string | null>;
  occurredHistory: { at: string; source: string | null; changedAt: string; by: Person }[];
  lags: Lags;
  judgement: {
    outcome: JudgementOutcome;
    title: string;
    dispositions: string[];
    reason: string | null;
    link: string | null;
    channel: string | null;
    reviewAt: string | null;
    by: Person;
    at: string;
    needsSecond: boolean;
    second: { by: Person; at: string } | null;
  } | null;
  verification: string;
  rejudge: string | null;
  requirement: string | null;
  report:
    | (Omit<Report, 'sentBack'> & {
        attachments: ReportFile[];
        standing: ReportStanding;
        /** The opinion it came back with, as long as that asks something of somebody. */
        sentBack: { reason: string | null; by: Person; at: string } | null;
      })
    | null;
  approval: Ticket['approval'];
  conclusion: string | null;
  officialLevel: { body: string | null; paper: string | null; at: string | null } | null;
  /** 申请转派 not decided yet. */
  passDownRequest: { to: UnitRef; reason: string; by: Person; at: string } | null;
  /** What closing it would meet, for whoever may close it now; null = not theirs, or not yet. */
  closing: { gaps: string[]; told: string[]; asks: string[] } | null;
  /** The same of putting it away, with all that was looked at. */
  archiving: { checks: ArchiveCheck[]; gaps: string[]; asks: string[] } | null;
  /** Deadlines that may be extended, and how far. */
  extensions: { clockId: string; latest: string }[];
  /** Let in to a part of its papers only: what is kept from a guest is empty here, whatever the matter holds. */
  isGuest: boolean;
  previousTicket: string | null;
  mergedInto: string | null;
  /** Tickets merged with it or split from it, as far as the reader may open them. */
  related: RelatedTicket[];
  /** `mentionId`: the post or call that brought it. */
  orders: { number: string; mentionId: string | null; owner: string | null; dueAt: string | null }[];
  /**
   * Ids of units for the forms. `above`: bodies above the place, which no order may name; `barred`: accused units and those below them, of which an
   * account is asked by letter; `promisers`: whose promise may be entered, null = anybody's.
   */
  routing: {
    explanation: string[];
    suggested: { unit: UnitRef; role: string; reason: string }[];
    above: string[];
    barred: string[];
    promisers: string[] | null;
  };
  clocks: ClockView[];
  releases: ReleaseView[];
  timeline: {
    id: string;
    at: string;
    factAt: string | null;
    kind: string;
    actor: Person;
    text: string;
    reason: string | null;
    data: Record<string, unknown>;
  }[];
  hops: HopView[];
  /** 催办 / 督办 / 通报 drafts a person may issue. */
  drafts: { id: string; kind: string; unit: UnitRef | null; madeAt: string; reason: string; state: string }[];
  /** `desk`: where it is done (responder/desks.ts); null = on the ticket itself. */
  allowedVerbs: { verb: VerbName; name: string; desk: string | null; blocked: string | null }[];
  /** Desks of this ticket that this person may open. */
  desks: { name: string; title: string }[];
  serverTime: string;
}
