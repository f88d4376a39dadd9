import type { z } from 'zod';
import type { Time } from '../../platform/ports/time.ts';
import type { Actor, Origin } from '../../platform/runtime/kernel.ts';
import type { caseChoices, CaseVerbName, CaseView, openCaseInput, VerbName } from '../../responder/index.ts';
import type { AnswerCopyInput, AnswerInquiryInput, CopyView, InquiryView } from '../../responder/index.ts';
import type { Duty } from '../../responder/index.ts';
import type { Viewer } from '../accounts/sessions.ts';
import type * as D from './schemas/duty.ts';
import type * as S from './schemas/index.ts';

/** What the operations need of the rooms behind them; dashboard/rooms/*.ts fits the rooms' own exports to this. */
type Page<T extends z.ZodType> = Omit<z.input<T>, 'serverTime'>;

export interface ResponderRoom {
  tickets(query: z.output<typeof S.ticketsQuery>, actor: Actor): Promise<Page<typeof S.ticketsPage>>;
  /** @throws AppError 'not_found' also for a ticket the actor may not see. */
  ticket(id: string, actor: Actor): Promise<z.input<typeof S.ticketDetail>>;
  /** @throws AppError 'not_found' also for a desk the actor may not open. */
  desk(id: string, name: string, actor: Actor): Promise<unknown>;
  /** @throws AppError 'forbidden' for a person who is not on the list */
  openSealed(
    ids: { ticketId: string; valueId: string },
    input: { reason: string },
    actor: Actor,
  ): Promise<{ label: string; value: string }>;
  tasks(actor: Actor, query: z.output<typeof S.myTasksQuery>): Promise<z.input<typeof S.myTasksList>['items']>;
  promises(query: z.output<typeof S.promisesQuery>, actor: Actor): Promise<Page<typeof S.promisesPage>>;
  openTicket(input: z.output<typeof S.openTicketRequest>, actor: Actor): Promise<z.input<typeof S.ticketDetail>>;
  /** Of a body, and in a post there, that keeps a matter in the place of an accused lead body. */
  mayStandIn(actor: Actor): boolean;
  explainClock(id: string, actor: Actor): Promise<z.input<typeof S.clockExplanation>>;
  /** Null when the act took the ticket out of the actor's sight. */
  act(verb: VerbName, id: string, input: unknown, actor: Actor): Promise<z.input<typeof S.ticketDetail> | null>;
  /** Null where it is not (or no longer) this person's to see. */
  ticketIfSeen(id: string, actor: Actor): Promise<z.input<typeof S.ticketDetail> | null>;
  notifications(query: z.output<typeof S.notificationsQuery>, actor: Actor): Promise<Page<typeof S.notificationsPage>>;
  markSeen(id: string, actor: Actor): Promise<void>;
  deliveries(query: z.output<typeof S.deliveriesQuery>, actor: Actor): Promise<Page<typeof S.deliveriesPage>>;
  /** @returns how many go out again. @throws AppError 'forbidden' */
  resend(input: z.output<typeof S.resendRequest>, actor: Actor): Promise<number>;
  channels(): Promise<z.input<typeof S.channelsList>['items']>;
  /** @throws AppError 'forbidden', 'not_found' */
  testChannel(id: string, actor: Actor): Promise<z.input<typeof S.channelTest>['items']>;
}
export interface TicketRooms {
  responder: ResponderRoom;
  time: Time;
}

export interface CasesRoom {
  cases(actor: Actor): Promise<CaseView[]>;
  /** @throws AppError not_found where this person may not see it (any more) */
  case(id: string, actor: Actor): Promise<CaseView>;
  choices(): z.input<typeof caseChoices>;
  openCase(input: z.output<typeof openCaseInput>, actor: Actor): Promise<CaseView>;
  actOnCase(verb: CaseVerbName, id: string, input: unknown, actor: Actor): Promise<CaseView>;
}
export interface CasesRooms {
  cases: CasesRoom;
  time: Time;
}

/** Papers of a unit that does not see the tickets they come from. */
export interface PapersRoom {
  inquiries(actor: Actor): Promise<InquiryView[]>;
  answerInquiry(id: string, input: AnswerInquiryInput, actor: Actor): Promise<void>;
  copies(actor: Actor): Promise<CopyView[]>;
  answerCopy(id: string, input: AnswerCopyInput, actor: Actor): Promise<void>;
}
export interface PapersRooms {
  papers: PapersRoom;
  time: Time;
}

export interface DutyRoom {
  /** @throws AppError 'not_found' for a unit whose roster is not this viewer's to see. */
  roster(query: z.output<typeof D.rosterQuery>, viewer: Viewer): Promise<Omit<z.input<typeof D.roster>, 'serverTime'>>;
  setShifts(input: z.output<typeof D.setShiftsRequest>, viewer: Viewer): Promise<{ set: number }>;
  /** The month ('YYYY-MM') to be filled, as .xlsx. */
  template(month: string): Promise<Buffer>;
  /** A CSV or .xlsx as text, its lines the rows of the file. @throws AppError 'invalid_input' for anything else */
  readTable(bytes: Buffer): Promise<{ table: string }>;
  /** What each line of a table would become, or why not; writes nothing. */
  previewShifts(
    input: z.output<typeof D.previewRosterRequest>,
    viewer: Viewer,
  ): Promise<z.input<typeof D.rosterPreview>>;
  /** All lines or none. @throws AppError 'invalid_input' naming every line that is wrong */
  importShifts(input: z.output<typeof D.importRosterRequest>, viewer: Viewer): Promise<{ set: number }>;
  removeShift(input: { id: string; reason: string }, actor: Actor): Promise<void>;
  handovers(query: z.output<typeof D.handoversQuery>, actor: Actor): Promise<Page<typeof D.handoversPage>>;
  table(actor: Actor): Promise<z.input<typeof D.dutyTable>>;
  organisation(viewer: Viewer): Promise<z.input<typeof D.organisation>>;
  writeHandover: Duty['writeHandover'];
  tickHandover: Duty['tickHandover'];
  signHandover: Duty['signHandover'];
  changeTable: Duty['changeTable'];
}
export interface DutyRooms {
  duty: DutyRoom;
  time: Time;
}

export interface SpeakersRoom {
  speakers(actor: Actor): Promise<z.input<typeof S.speakersList>['items']>;
  /** @throws AppError 'forbidden', 'invalid_input' */
  setSpeaker(input: z.output<typeof S.setSpeakerRequest>, actor: Actor): Promise<void>;
  endSpeaker(id: string, actor: Actor): Promise<void>;
  recordAppearance(input: z.output<typeof S.recordAppearanceRequest>, actor: Actor): Promise<void>;
}
export interface SpeakerRooms {
  speakers: SpeakersRoom;
  time: Time;
}

export interface WatchRoom {
  stream(query: z.output<typeof S.streamQuery>, viewer: Viewer): Promise<Page<typeof S.streamPage>>;
  events(query: z.output<typeof S.eventsQuery>, viewer: Viewer): Promise<Page<typeof S.eventsPage>>;
  event(id: string, viewer: Viewer): Promise<Page<typeof S.eventDetail>>;
  warnings(query: z.output<typeof S.warningsQuery>, viewer: Viewer): Promise<Page<typeof S.warningsPage>>;
}
export interface WatchRooms {
  watch: WatchRoom;
  time: Time;
}

export interface IntakeRoom {
  /** `key`: the Idempotency-Key, if one came. */
  register(
    input: z.output<typeof S.registerRequest>,
    viewer: Viewer,
    key: string | null,
  ): Promise<z.input<typeof S.registered>>;
  /** By the id that registering gave. */
  registration(mentionId: string, viewer: Viewer): Promise<z.input<typeof S.registration>>;
  storeAttachment(bytes: Buffer, viewer: Viewer): Promise<z.input<typeof S.attachment>>;
  readAttachment(id: string, viewer: Viewer): Promise<{ headers: Record<string, string>; bytes: Buffer }>;
}
export interface IntakeRooms {
  intake: IntakeRoom;
}

export interface OverviewRoom {
  overview(origin: Origin | undefined, viewer: Viewer): Promise<Omit<z.input<typeof S.overview>, 'serverTime'>>;
  lags(query: z.output<typeof S.pageQuery>, actor: Actor): Promise<Page<typeof S.lagsPage>>;
  sources(): Promise<z.input<typeof S.sourcesList>['items']>;
  unitFacts(
    query: z.output<typeof S.evaluationQuery>,
    viewer: Viewer,
  ): Promise<Omit<z.input<typeof S.evaluationCounts>, 'serverTime'>>;
  /** @throws AppError 'forbidden' unless the actor is a supervisor. */
  accountability(actor: Actor): Promise<z.input<typeof S.accountabilityList>['items']>;
  samples(viewer: Viewer): Promise<z.input<typeof S.samplesList>['items']>;
}
export interface OverviewRooms {
  overview: OverviewRoom;
  time: Time;
}

export interface FeedbackRoom {
  /** Nothing is stored. */
  tryText(input: z.output<typeof S.tryRequest>): Promise<Omit<z.input<typeof S.tryAnswer>, 'serverTime'>>;
  labels(): z.input<typeof S.feedbackLabels>['items'];
  /** @throws AppError 'not_found' for a post the viewer may not see. */
  give(input: z.output<typeof S.feedbackRequest>, viewer: Viewer): Promise<z.input<typeof S.feedbackView>>;
  list(query: z.output<typeof S.feedbackQuery>, viewer: Viewer): Promise<Page<typeof S.feedbackPage>>;
  review(id: string, input: z.output<typeof S.reviewRequest>, viewer: Viewer): Promise<z.input<typeof S.feedbackView>>;
}
export interface FeedbackRooms {
  feedback: FeedbackRoom;
  time: Time;
}
