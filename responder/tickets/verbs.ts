import { CONSULTATION_ACTS, CONSULTATION_INPUTS } from '../consultations/verbs.ts';
import { CLOCK_ACTS, CLOCK_INPUTS } from '../deadlines/verbs.ts';
import { confirmRelease, confirmReleaseInput } from '../releases/confirm-release.ts';
import { recordConference, recordConferenceInput } from '../releases/record-conference.ts';
import { recordRelease, recordReleaseInput } from '../releases/record-release.ts';
import { RELEASE_ACTS, RELEASE_INPUTS } from '../releases/verbs.ts';
import { WORDING_ACTS, WORDING_INPUTS } from '../wording/verbs.ts';
import { acceptInput, acceptTicket } from './accept-ticket.ts';
import { addNote, noteInput } from './add-note.ts';
import { archiveInput, archiveTicket } from './archive-ticket.ts';
import { closeInput, closeTicket } from './close-ticket.ts';
import { confirmNonAnswer, secondJudgeInput } from './confirm-non-answer.ts';
import { consult, consultInput, endConsult, endConsultInput } from './consult.ts';
import { dispatchInput, dispatchTicket } from './dispatch-ticket.ts';
import { extendClock, extendInput } from './extend-clock.ts';
import { judge, judgeInput } from './judge.ts';
import { endProvisional, endProvisionalInput, keepProvisional, keepProvisionalInput } from './keep-provisional.ts';
import { mergeInput, mergeTicket } from './merge-ticket.ts';
import { reassignInput, reassignTicket } from './reassign-ticket.ts';
import { reopenInput, reopenTicket } from './reopen-ticket.ts';
import { reportInput, reportResult } from './report-result.ts';
import { reportUp, reportUpInput } from './report-up.ts';
import { returnInput, returnTicket } from './return-ticket.ts';
import { reviewInput, reviewReport } from './review-report.ts';
import { ruleInput, ruleReturn } from './rule-return.ts';
import { setEventLevel, setLevelInput } from './set-level.ts';
import { startHandling, startInput } from './start-handling.ts';
import type { VerbName } from './states.ts';
import { listInput, listTicket, superviseInput, superviseTicket } from './supervise-ticket.ts';

/** Every act on a ticket by its name in the API: `(deps, ticketId, input, actor) => Promise<TicketView>`. */
export const VERBS = {
  judge,
  'second-judge': confirmNonAnswer,
  'set-level': setEventLevel,
  'keep-provisional': keepProvisional,
  'end-provisional': endProvisional,
  dispatch: dispatchTicket,
  accept: acceptTicket,
  return: returnTicket,
  rule: ruleReturn,
  reassign: reassignTicket,
  start: startHandling,
  consult,
  'end-consult': endConsult,
  extend: extendClock,
  report: reportResult,
  review: reviewReport,
  'record-release': recordRelease,
  'record-conference': recordConference,
  'confirm-release': confirmRelease,
  'report-up': reportUp,
  supervise: superviseTicket,
  list: listTicket,
  close: closeTicket,
  archive: archiveTicket,
  reopen: reopenTicket,
  merge: mergeTicket,
  note: addNote,
  ...RELEASE_ACTS,
  ...WORDING_ACTS,
  ...CONSULTATION_ACTS,
  ...CLOCK_ACTS,
} as const satisfies Record<VerbName, unknown>;

/** zod schemas of the inputs, for the API document and for forms. */
export const VERB_INPUTS = {
  judge: judgeInput,
  'second-judge': secondJudgeInput,
  'set-level': setLevelInput,
  'keep-provisional': keepProvisionalInput,
  'end-provisional': endProvisionalInput,
  dispatch: dispatchInput,
  accept: acceptInput,
  return: returnInput,
  rule: ruleInput,
  reassign: reassignInput,
  start: startInput,
  consult: consultInput,
  'end-consult': endConsultInput,
  extend: extendInput,
  report: reportInput,
  review: reviewInput,
  'record-release': recordReleaseInput,
  'record-conference': recordConferenceInput,
  'confirm-release': confirmReleaseInput,
  'report-up': reportUpInput,
  supervise: superviseInput,
  list: listInput,
  close: closeInput,
  archive: archiveInput,
  reopen: reopenInput,
  merge: mergeInput,
  note: noteInput,
  ...RELEASE_INPUTS,
  ...WORDING_INPUTS,
  ...CONSULTATION_INPUTS,
  ...CLOCK_INPUTS,
} as const satisfies Record<VerbName, unknown>;
