import type { Settings } from '../config/settings.ts';
import type { Actor, Kernel, Origin, Stage } from '../platform/runtime/kernel.ts';
import { byTime } from '../platform/runtime/by-time.ts';
import { startRound } from '../platform/runtime/round.ts';
import { loadResponderBooks, type ResponderBooks } from './books.ts';
import { casesOf, type Cases } from './accountability/verbs.ts';
import { sweepTasks } from './consultations/sweep-tasks.ts';
import { sweepInquiries } from './inquiries/sweep-inquiries.ts';
import { startHeartbeat } from './deadlines/heartbeat.ts';
import { createDuty, type Duty } from './duty/duty.ts';
import type { DutyDeps } from './duty/duty-deps.ts';
import { rosterStaff } from './duty/roster-staff.ts';
import { sweepHandovers } from './duty/sweep-handovers.ts';
import { recalibrateClocks } from './deadlines/recalibrate.ts';
import { sweepReviews } from './deadlines/review-times.ts';
import { ALL_ORIGINS, nextMoment, sweepDeadlines } from './deadlines/sweep.ts';
import { EVERYBODY, sweepChains, type ChainDeps, type Staff } from './escalation/sweep-chains.ts';
import { createDelivery, type Delivery, type DeliveryOptions } from './notifications/create-delivery.ts';
import { resendFailed, type ResendInput } from './notifications/resend.ts';
import { testChannel, type TestResult } from './notifications/test-channel.ts';
import { consumeEvents, consumeWarnings } from './events/consume-events.ts';
import { answerInquiry, type AnswerInquiryInput } from './inquiries/answer-inquiry.ts';
import { answerCopy, type AnswerCopyInput } from './transfers/answer-copy.ts';
import { createQueries, type ResponderQueries } from './queries/queries.ts';
import { speakersBy, type Speakers } from './releases/register-speakers.ts';
import { openSealed } from './sealed/open-sealed.ts';
import { createSending } from './releases/create-sending.ts';
import { sweepReleases } from './releases/sweep-releases.ts';
import type { ResponderTables } from './tables.ts';
import { openByHand } from './tickets/open-by-hand.ts';
import type { SourceTexts } from './tickets/source-texts.ts';
import { VERBS } from './tickets/verbs.ts';
import type { VerbDeps } from './tickets/act.ts';
import type { TicketView } from './tickets/view.ts';
import { sweepWording } from './wording/sweep-due.ts';

export type { Staff } from './escalation/sweep-chains.ts';
export { loadResponderBooks, type ResponderBooks } from './books.ts';
export { restateTickets } from './republish.ts';
export { RESPONDER_PURGE_RULES } from './purge-rules.ts';
export type { Duty } from './duty/duty.ts';
export { changeDutyInput } from './duty/change-duty.ts';
export { removeShiftInput } from './duty/set-shifts.ts';
export { signHandoverInput, tickHandoverInput } from './duty/sign-handover.ts';
export { writeHandoverInput } from './duty/write-handover.ts';
export { isCoordinating, unitsById } from './tickets/permissions.ts';
export type { ResponderTables } from './tables.ts';
export { VERB_INPUTS } from './tickets/verbs.ts';
export { CASE_INPUTS } from './accountability/verbs.ts';
export { openCaseInput } from './accountability/verbs/open-case.ts';
export { CASE_VERBS, type CaseVerbName } from './accountability/states.ts';
export { caseChoices, caseView, type CaseView } from './accountability/cases.ts';
export type { Cases } from './accountability/verbs.ts';
export { openSealedInput } from './sealed/open-sealed.ts';
export type { SealedDesk } from './sealed/desk.ts';
export { DESKS, type Desk } from './desks.ts';
export type { ClocksDesk } from './deadlines/desk.ts';
export type { AsksDesk } from './wording/asks-desk.ts';
export type { MediaDesk } from './wording/media-desk.ts';
export type { PromisesDesk } from './wording/promises-desk.ts';
export type { RumoursDesk } from './wording/rumours-desk.ts';
export { promiseViewSchema, PROMISE_STATES } from './wording/promise-view.ts';
export type { FactsDesk } from './consultations/sheet-desk.ts';
export type { InstructionsDesk } from './consultations/instructions-desk.ts';
export type { RoomDesk } from './consultations/room-desk.ts';
export type { TaskView } from './consultations/task-view.ts';
export type { UpwardDesk } from './consultations/upward-desk.ts';
export type { MyTask } from './queries/task.ts';
export type { ReleaseDesk } from './releases/desk-schema.ts';
export { recordAppearanceInput, setSpeakerInput, type Speakers } from './releases/register-speakers.ts';
export { unitSpeakers, type UnitSpeakers } from './releases/speakers.ts';
export { answerInquiryInput, type AnswerInquiryInput } from './inquiries/answer-inquiry.ts';
export { answerCopyInput, type AnswerCopyInput } from './transfers/answer-copy.ts';
export { copyView, inquiryView, type CopyView, type InquiryView } from './papers/paper-views.ts';
export type { InquiriesDesk } from './inquiries/desk.ts';
export type { JudgementDesk } from './tickets/judgement-desk.ts';
export type { TransfersDesk } from './transfers/desk.ts';
export type { SourceTexts } from './tickets/source-texts.ts';
export { openInput } from './tickets/open-by-hand.ts';
export { STATE_TITLES, VERB_TABLE, type VerbName } from './tickets/states.ts';
export { OUTCOME_TITLES, DISPOSITION_TITLES, VERIFICATION_TITLES } from './tickets/judgement.ts';
export { RETURN_REASONS } from './tickets/return-ticket.ts';
export type { TicketView, TicketSummary, ClockView } from './tickets/view.ts';
export type { TestResult } from './notifications/test-channel.ts';
export type { ResponderQueries } from './queries/queries.ts';
export { exportTickets, EXPORT_FORMATS, type ExportFormat } from './queries/export.ts';
export { loadTicketWords, type TicketWords } from './queries/ticket-words.ts';

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
  /** Which posts are filled, for the chain of those told in turn. Default: all. */
  staff?: Staff;
  /** Names of the sources that have stopped, for the hand-over sheet. Default: none. */
  deadSources?: () => Promise<string[]>;
}

const NO_SOURCES = (): Promise<string[]> => Promise.resolve([]);

const SWEEP = 'responder.sweep';
const SWEEP_EVERY_MS = 1_000;

/** Event → Ticket: consumes events and warnings, keeps the clocks, offers the verbs and the queries of the dashboard. */
export function createResponder(options: ResponderOptions): Responder {
  const { kernel, settings } = options;
  const books = options.books ?? loadResponderBooks(settings.configFolder);
  const { db, transact, time } = kernel;
  const wake = hint(kernel);
  const { sourceTexts } = options;
  const deps: VerbDeps = { transact, books, wake, keys: kernel.keys, ...(sourceTexts && { sourceTexts }) };
  const sweep = sweeper(options, deps);
  const delivery = createDelivery(kernel, books, options);
  const sending = createSending(kernel, books, options, wake);
  return {
    name: 'responder',
    routers: [],
    verbs: bind(deps),
    papers: papersOf(deps),
    queries: createQueries({ db, time, books }, delivery.deps.secretOf),
    notices: noticesOf(delivery),
    cases: casesOf(deps),
    openSealed: (ids, input, actor) => openSealed(deps, ids, input, actor),
    sendReleases: () => sending.send(),
    duty: createDuty({ db, transact, time, books, deadSources: options.deadSources ?? NO_SOURCES }),
    speakers: speakersBy(deps),
    sweep,
    nextMoment: () => nextMoment(db, options.origins?.() ?? ALL_ORIGINS),
    ...runningParts(options, deps, { sweep, delivery, sending }),
  };
}

interface Rounds {
  sweep(): Promise<number>;
  delivery: Delivery;
  sending: ReturnType<typeof createSending>;
}

/** Consumers and rounds of this process; starting twice starts once. */
function runningParts(
  options: ResponderOptions,
  { books, wake }: VerbDeps,
  { sweep, delivery, sending }: Rounds,
): Pick<Stage, 'start' | 'stop'> {
  const { kernel } = options;
  const { db, transact, time, jobs } = kernel;
  let running: { stop(): Promise<void> }[] = [];
  let defined = false;
  const define = (): void => {
    jobs.define(SWEEP, async () => void (await sweep()), { attempts: 1 });
    delivery.define();
    defined = true;
  };
  return {
    async start() {
      if (running.length > 0) return;
      if (!defined) define();
      await recalibrateClocks({ transact, time, books });
      running = [
        await consumeEvents(kernel.consume, { db, transact, books, wake }),
        await consumeWarnings(kernel.consume, { db, transact, books, wake }),
      ];
      running.push(startRound(kernel, { name: SWEEP, everyMs: SWEEP_EVERY_MS, work: sweep }), delivery.start());
      running.push(sending.start(), ...heartbeatOf(options, delivery));
    },
    async stop() {
      const consumers = running;
      running = [];
      for (const consumer of consumers) await consumer.stop();
    },
  };
}

const heartbeatOf = ({ kernel, heartbeatUrl }: ResponderOptions, { deps }: Delivery): { stop(): Promise<void> }[] =>
  heartbeatUrl ? [startHeartbeat({ ...kernel, url: heartbeatUrl, outgoing: deps.outgoing })] : [];

const papersOf = (deps: VerbDeps): Papers => ({
  answerInquiry: (id, input, actor) => answerInquiry(deps, id, input, actor),
  answerCopy: (id, input, actor) => answerCopy(deps, id, input, actor),
});

const noticesOf = ({ deliver, deps }: Delivery): Notices => ({
  deliver,
  resend: (input, actor) => resendFailed(deps, input, actor),
  test: (channel, actor) => testChannel(deps, channel, actor),
});

/** One sweep of what is due, and a hint when the next one is; on a machine with a wrong clock nothing comes out, nothing is lost. */
function sweeper(options: ResponderOptions, { books, wake }: VerbDeps): () => Promise<number> {
  const { db, transact, time } = options.kernel;
  const { origins, deadSources = NO_SOURCES } = options;
  const staff = rosterStaff({ db, time, units: books.units }, options.staff ?? EVERYBODY);
  const due = byTime(options.kernel, async () => {
    const mine = { transact, time, books, staff, deadSources, origins: origins?.() ?? ALL_ORIGINS };
    const moments = await sweepAll(mine);
    wake(await nextMoment(db, mine.origins));
    return moments;
  });
  return async () => (await due()) ?? 0;
}

/** What is owed by law and by alarm first: a fault further down the list must never keep a deadline or a chain from being told. */
async function sweepAll(deps: ChainDeps & Pick<DutyDeps, 'deadSources'>): Promise<number> {
  const { fired } = await sweepDeadlines(deps);
  const chained = await sweepChains(deps);
  const reviewed = await sweepReviews(deps);
  await sweepTasks(deps);
  const letters = await sweepInquiries(deps);
  const late = await sweepReleases(deps);
  const sheets = await sweepHandovers(deps);
  const told = await sweepWording(deps);
  return fired + chained + reviewed + letters + late + sheets + told;
}

/** A hint only: the row holds the moment, the round finds it a second later if the hint is lost. */
function hint({ jobs, log }: Pick<Kernel<ResponderTables>, 'jobs' | 'log'>): (next: Date | null) => void {
  return (next) => {
    if (next === null) return;
    const id = `due-${Math.ceil(next.getTime() / 1000)}`;
    jobs.runAt(SWEEP, id, next).catch((error: unknown) => log.debug({ err: error }, 'a wake-up hint was lost'));
  };
}

function bind(deps: VerbDeps): Responder['verbs'] {
  const bound = Object.fromEntries(
    Object.entries(VERBS).map(([name, verb]) => [
      name,
      (ticketId: string, input: never, actor: Actor) => verb(deps, ticketId, input, actor),
    ]),
  ) as unknown as BoundVerbs;
  return { ...bound, open: (input, actor) => openByHand(deps, input, actor) };
}
