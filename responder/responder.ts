import type { Settings } from '../config/settings.ts';
import type { Actor, Kernel, Origin, Stage } from '../platform/runtime/kernel.ts';
import type { ResponderBooks } from './books.ts';
import type { Cases } from './accountability/verbs.ts';
import type { Duty } from './duty/duty.ts';
import type { Staff } from './escalation/sweep-chains.ts';
import type { DeliveryOptions } from './notifications/create-delivery.ts';
import type { ResendInput } from './notifications/resend.ts';
import type { TestResult } from './notifications/test-channel.ts';
import type { AnswerInquiryInput } from './inquiries/answer-inquiry.ts';
import type { AnswerCopyInput } from './transfers/answer-copy.ts';
import type { ResponderQueries } from './queries/queries.ts';
import type { Speakers } from './releases/register-speakers.ts';
import type { ResponderTables } from './tables.ts';
import type { Files } from './tickets/files.ts';
import type { People } from './tickets/people.ts';
import type { SourceTexts } from './tickets/source-texts.ts';
import type { VERBS } from './tickets/verbs.ts';
import type { TicketView } from './tickets/view.ts';

/** The verbs bound to this process: `verbs.judge(ticketId, input, actor)`. */
export type BoundVerbs = {
  [Name in keyof typeof VERBS]: (
    ticketId: string,
    input: Parameters<(typeof VERBS)[Name]>[2],
    actor: Actor,
  ) => Promise<TicketView>;
};

export interface Responder extends Stage {
  verbs: BoundVerbs & { open(input: { eventId: string; reason: string }, actor: Actor): Promise<TicketView> };
  /** Papers answered by a unit that does not see the ticket; `id` is the paper's. */
  papers: Papers;
  queries: ResponderQueries;
  /** One sweep now; a round does it every second. For tests and for a person at the command line. */
  sweep(): Promise<number>;
  /** When the next moment comes out; null = none is known. */
  nextMoment(): Promise<Date | null>;
  /** Notices that leave the house. */
  notices: Notices;
  /** 问责: apart from the tickets, for supervision and the unit it is about. */
  cases: Cases;
  /** One sealed value for a person on its list. @throws AppError 'not_found', 'forbidden', 'precondition_failed' */
  openSealed(
    ids: { ticketId: string; valueId: string },
    input: { reason: string },
    actor: Actor,
  ): Promise<{ label: string; value: string }>;
  /** Who speaks for which unit, and who did. */
  speakers: Speakers;
  /** One round of releases to the systems of their channels; it comes every second by itself. @returns what was taken. */
  sendReleases(): Promise<number>;
  /** 值班表、交接班、职责表. */
  duty: Duty;
}

/** @throws AppError 'not_found': no such paper, or not to this unit. */
export interface Papers {
  answerInquiry(id: string, input: AnswerInquiryInput, actor: Actor): Promise<void>;
  answerCopy(id: string, input: AnswerCopyInput, actor: Actor): Promise<void>;
}

export interface Notices {
  /** One round now; it comes every second by itself. @returns messages sent. */
  deliver(): Promise<number>;
  /** Only what was given up; @returns how many go out again. @throws AppError 'forbidden' */
  resend(input: ResendInput, actor: Actor): Promise<number>;
  /** A message that says it is a test to every destination of a channel, at once. @throws AppError 'forbidden', 'not_found' */
  test(channel: string, actor: Actor): Promise<TestResult[]>;
}

export interface ResponderOptions extends DeliveryOptions {
  kernel: Kernel<ResponderTables>;
  settings: Pick<Settings, 'configFolder'>;
  /** Default: loaded from settings.configFolder. */
  books?: ResponderBooks;
  /** Whose clocks this responder sweeps, asked anew each time. Default: all. */
  origins?: () => readonly Origin[];
  /** Called each minute while the watchdog is content. Default: nobody. */
  heartbeatUrl?: string | null;
  /** Titles and texts of the posts of an event, for papers that may not quote them. Default: none are known. */
  sourceTexts?: SourceTexts;
  /** Who has an account, for acts that name somebody who then signs. Default: nobody is known. */
  people?: People;
  /** Pictures that were uploaded, for acts that name some. Default: there are none. */
  files?: Files;
  /** Which posts are filled, for the chain of those told in turn. Default: all. */
  staff?: Staff;
  /** Names of the sources that have stopped, for the hand-over sheet. Default: none. */
  deadSources?: () => Promise<string[]>;
}
