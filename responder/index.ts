// The one door of the responder: what the other stages, the command line and the composition root may use, room by room.
export { createResponder } from './create-responder.ts';
export type { BoundVerbs, Notices, Papers, Responder, ResponderOptions } from './responder.ts';
export { loadResponderBooks, type ResponderBooks } from './books.ts';
export type { ResponderTables } from './tables.ts';
export { RESPONDER_PURGE_RULES } from './purge-rules.ts';
export { restateTickets } from './republish.ts';

// tickets and their desks
export { STATE_TITLES, VERB_TABLE, type VerbName } from './tickets/states.ts';
export { VERB_INPUTS } from './tickets/verbs.ts';
export { openInput } from './tickets/open-by-hand.ts';
export { isCoordinating, leadsPlace, unitsById } from './tickets/permissions.ts';
export { DISPOSITION_TITLES, OUTCOME_TITLES, VERIFICATION_TITLES } from './tickets/judgement.ts';
export { RETURN_REASONS } from './tickets/return-ticket.ts';
export type { SourceTexts } from './tickets/source-texts.ts';
export type { ClockView, TicketSummary, TicketView } from './tickets/view.ts';
export { DESKS, type Desk } from './desks.ts';
export type { JudgementDesk } from './tickets/judgement-desk.ts';
export type { ClocksDesk } from './deadlines/desk.ts';

export { destroyAgain, destructionSchema, keyIdOf, sealedKeysOf, type Destruction } from './sealed/destructions.ts';

// queries
export type { ResponderQueries } from './queries/queries.ts';
export type { MyTask } from './queries/task.ts';
export { EXPORT_FORMATS, exportTickets, type ExportFormat } from './queries/export.ts';
export { loadTicketWords, type TicketWords } from './queries/ticket-words.ts';

// releases and their wording
export type { ReleaseDesk } from './releases/desk-schema.ts';
export { recordAppearanceInput, setSpeakerInput, type Speakers } from './releases/register-speakers.ts';
export { unitSpeakers, type UnitSpeakers } from './releases/speakers.ts';
export type { AsksDesk } from './wording/asks-desk.ts';
export type { MediaDesk } from './wording/media-desk.ts';
export type { PromisesDesk } from './wording/promises-desk.ts';
export type { RumoursDesk } from './wording/rumours-desk.ts';
export { PROMISE_STATES, promiseViewSchema } from './wording/promise-view.ts';

// consultations
export type { FactsDesk } from './consultations/sheet-desk.ts';
export type { InstructionsDesk } from './consultations/instructions-desk.ts';
export type { RoomDesk } from './consultations/room-desk.ts';
export type { TaskView } from './consultations/task-view.ts';
export type { UpwardDesk } from './consultations/upward-desk.ts';

// letters to other bodies, and what is sealed
export { answerInquiryInput, type AnswerInquiryInput } from './inquiries/answer-inquiry.ts';
export type { InquiriesDesk } from './inquiries/desk.ts';
export { answerCopyInput, type AnswerCopyInput } from './transfers/answer-copy.ts';
export type { TransfersDesk } from './transfers/desk.ts';
export { copyView, inquiryView, type CopyView, type InquiryView } from './papers/paper-views.ts';
export { openSealedInput } from './sealed/open-sealed.ts';
export type { SealedDesk } from './sealed/desk.ts';

// 问责
export { CASE_INPUTS, type Cases } from './accountability/verbs.ts';
export { openCaseInput } from './accountability/verbs/open-case.ts';
export { CASE_VERBS, type CaseVerbName } from './accountability/states.ts';
export { caseChoices, caseView, type CaseView } from './accountability/cases.ts';

// duty, and whom a notice reaches
export type { Duty } from './duty/duty.ts';
export { changeDutyInput } from './duty/change-duty.ts';
export { removeShiftInput } from './duty/set-shifts.ts';
export { signHandoverInput, tickHandoverInput } from './duty/sign-handover.ts';
export { writeHandoverInput } from './duty/write-handover.ts';
export type { Staff } from './escalation/sweep-chains.ts';
export type { TestResult } from './notifications/test-channel.ts';
