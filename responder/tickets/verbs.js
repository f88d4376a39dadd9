import { confirmRelease, confirmReleaseInput } from "../releases/confirm-release.js";
import { recordConference, recordConferenceInput } from "../releases/record-conference.js";
import { recordRelease, recordReleaseInput } from "../releases/record-release.js";
import { acceptInput, acceptTicket } from "./accept-ticket.js";
import { addNote, noteInput } from "./add-note.js";
import { archiveInput, archiveTicket } from "./archive-ticket.js";
import { closeInput, closeTicket } from "./close-ticket.js";
import { confirmNonAnswer, secondJudgeInput } from "./confirm-non-answer.js";
import { consult, consultInput, endConsult, endConsultInput } from "./consult.js";
import { dispatchInput, dispatchTicket } from "./dispatch-ticket.js";
import { extendClock, extendInput } from "./extend-clock.js";
import { judge, judgeInput } from "./judge.js";
import { endProvisional, endProvisionalInput, keepProvisional, keepProvisionalInput } from "./keep-provisional.js";
import { mergeInput, mergeTicket } from "./merge-ticket.js";
import { reassignInput, reassignTicket } from "./reassign-ticket.js";
import { reopenInput, reopenTicket } from "./reopen-ticket.js";
import { reportInput, reportResult } from "./report-result.js";
import { reportUp, reportUpInput } from "./report-up.js";
import { returnInput, returnTicket } from "./return-ticket.js";
import { reviewInput, reviewReport } from "./review-report.js";
import { ruleInput, ruleReturn } from "./rule-return.js";
import { setEventLevel, setLevelInput } from "./set-level.js";
import { startHandling, startInput } from "./start-handling.js";
import { listInput, listTicket, superviseInput, superviseTicket } from "./supervise-ticket.js";
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
};
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
};
//# sourceMappingURL=verbs.js.map