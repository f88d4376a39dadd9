import { CONSULTATION_ACTS, CONSULTATION_INPUTS } from '../consultations/verbs.ts';
import { SEALED_ACTS, SEALED_INPUTS } from '../sealed/verbs.ts';
import { CLOCK_ACTS, CLOCK_INPUTS } from '../deadlines/verbs.ts';
import { confirmRelease, confirmReleaseInput } from '../releases/confirm-release.ts';
import { recordConference, recordConferenceInput } from '../releases/record-conference.ts';
import { recordRelease, recordReleaseInput } from '../releases/record-release.ts';
import { INQUIRY_ACTS, INQUIRY_INPUTS } from '../inquiries/verbs.ts';
import { RELEASE_ACTS, RELEASE_INPUTS } from '../releases/verbs.ts';
import { TRANSFER_ACTS, TRANSFER_INPUTS } from '../transfers/verbs.ts';
import { WORDING_ACTS, WORDING_INPUTS } from '../wording/verbs.ts';
import { acceptByPhone, acceptByPhoneInput, countersign, countersignInput } from './accept-by-phone.ts';
import { acceptInput, acceptTicket } from './accept-ticket.ts';
import { addNote, noteInput } from './add-note.ts';
import { archiveInput, archiveTicket } from './archive-ticket.ts';
import { closeInput, closeTicket } from './close-ticket.ts';
import { confirmNonAnswer, secondJudgeInput } from './confirm-non-answer.ts';
import { consult, consultInput, endConsult, endConsultInput } from './consult.ts';
import { dropDraft, dropDraftInput, issueDraft, issueDraftInput } from './decide-draft.ts';
import { dispatchInput, dispatchTicket } from './dispatch-ticket.ts';
import { evaluateInput, evaluateTicket } from './evaluate-ticket.ts';
import { extendClock, extendInput } from './extend-clock.ts';
import { judge, judgeInput } from './judge.ts';
import { endProvisional, endProvisionalInput, keepProvisional, keepProvisionalInput } from './keep-provisional.ts';
import { mergeInput, mergeTicket } from './merge-ticket.ts';
import { passDown, passDownInput } from './pass-down.ts';
import {
  consentPassDown,
  decidePassDownInput,
  refusePassDown,
  requestPassDown,
  requestPassDownInput,
} from './pass-down-request.ts';
import { reassignInput, reassignTicket } from './reassign-ticket.ts';
import { reopenInput, reopenTicket } from './reopen-ticket.ts';
import { reportInput, reportResult } from './report-result.ts';
import { reportUp, reportUpInput } from './report-up.ts';
import { refuseExtension, refuseExtensionInput, requestExtension, requestExtensionInput } from './request-extension.ts';
import { returnInput, returnTicket } from './return-ticket.ts';
import { reviewInput, reviewReport } from './review-report.ts';
import { ruleInput, ruleReturn } from './rule-return.ts';
import { setEventLevel, setLevelInput } from './set-level.ts';
import { splitInput, splitTicket } from './split-ticket.ts';
import { startHandling, startInput } from './start-handling.ts';
import type { VerbName } from './states.ts';
import {
  listInput,
  listTicket,
  superviseInput,
  superviseTicket,
  unlistInput,
  unlistTicket,
} from './supervise-ticket.ts';
import { unmergeInput, unmergeTicket } from './unmerge-ticket.ts';
import { verifyInput, verifyMatter } from './verify-matter.ts';

/** Every act on a ticket by its name in the API: `(deps, ticketId, input, actor) => Promise<TicketView>`. */
export const VERBS = {
  judge,
  'second-judge': confirmNonAnswer,
  'set-level': setEventLevel,
  'keep-provisional': keepProvisional,
  'end-provisional': endProvisional,
  dispatch: dispatchTicket,
  verify: verifyMatter,
  accept: acceptTicket,
  'accept-by-phone': acceptByPhone,
  countersign,
  'pass-down': passDown,
  'request-pass-down': requestPassDown,
  'consent-pass-down': consentPassDown,
  'refuse-pass-down': refusePassDown,
  return: returnTicket,
  rule: ruleReturn,
  reassign: reassignTicket,
  start: startHandling,
  consult,
  'end-consult': endConsult,
  'request-extension': requestExtension,
  'refuse-extension': refuseExtension,
  extend: extendClock,
  report: reportResult,
  review: reviewReport,
  'record-release': recordRelease,
  'record-conference': recordConference,
  'confirm-release': confirmRelease,
  'report-up': reportUp,
  supervise: superviseTicket,
  list: listTicket,
  unlist: unlistTicket,
  'issue-draft': issueDraft,
  'drop-draft': dropDraft,
  split: splitTicket,
  unmerge: unmergeTicket,
  close: closeTicket,
  archive: archiveTicket,
  evaluate: evaluateTicket,
  reopen: reopenTicket,
  merge: mergeTicket,
  note: addNote,
  ...RELEASE_ACTS,
  ...WORDING_ACTS,
  ...CONSULTATION_ACTS,
  ...CLOCK_ACTS,
  ...SEALED_ACTS,
  ...INQUIRY_ACTS,
  ...TRANSFER_ACTS,
} as const satisfies Record<VerbName, unknown>;

/** zod schemas of the inputs, for the API document and for forms. */
export const VERB_INPUTS = {
  judge: judgeInput,
  'second-judge': secondJudgeInput,
  'set-level': setLevelInput,
  'keep-provisional': keepProvisionalInput,
  'end-provisional': endProvisionalInput,
  dispatch: dispatchInput,
  verify: verifyInput,
  accept: acceptInput,
  'accept-by-phone': acceptByPhoneInput,
  countersign: countersignInput,
  'pass-down': passDownInput,
  'request-pass-down': requestPassDownInput,
  'consent-pass-down': decidePassDownInput,
  'refuse-pass-down': decidePassDownInput,
  return: returnInput,
  rule: ruleInput,
  reassign: reassignInput,
  start: startInput,
  consult: consultInput,
  'end-consult': endConsultInput,
  'request-extension': requestExtensionInput,
  'refuse-extension': refuseExtensionInput,
  extend: extendInput,
  report: reportInput,
  review: reviewInput,
  'record-release': recordReleaseInput,
  'record-conference': recordConferenceInput,
  'confirm-release': confirmReleaseInput,
  'report-up': reportUpInput,
  supervise: superviseInput,
  list: listInput,
  unlist: unlistInput,
  'issue-draft': issueDraftInput,
  'drop-draft': dropDraftInput,
  split: splitInput,
  unmerge: unmergeInput,
  close: closeInput,
  archive: archiveInput,
  evaluate: evaluateInput,
  reopen: reopenInput,
  merge: mergeInput,
  note: noteInput,
  ...RELEASE_INPUTS,
  ...WORDING_INPUTS,
  ...CONSULTATION_INPUTS,
  ...CLOCK_INPUTS,
  ...SEALED_INPUTS,
  ...INQUIRY_INPUTS,
  ...TRANSFER_INPUTS,
} as const satisfies Record<VerbName, unknown>;
