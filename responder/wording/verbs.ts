import { addAsk, addAskInput } from './acts/add-ask.ts';
import { answerAsk, answerAskInput } from './acts/answer-ask.ts';
import { clarifyRumour, clarifyRumourInput } from './acts/clarify-rumour.ts';
import { concludeInvestigation, concludeInvestigationInput } from './acts/conclude-investigation.ts';
import { explainDifference, explainDifferenceInput } from './acts/explain-difference.ts';
import { keepPromise, keepPromiseInput } from './acts/keep-promise.ts';
import {
  approveMediaReply,
  approveMediaReplyInput,
  draftMediaReply,
  draftMediaReplyInput,
  sendMediaReply,
  sendMediaReplyInput,
} from './acts/media-reply.ts';
import { movePromise, movePromiseInput } from './acts/move-promise.ts';
import { reasonAsk, reasonAskInput } from './acts/reason-ask.ts';
import { recordAdoption, recordAdoptionInput } from './acts/record-adoption.ts';
import { registerMediaQuestion, registerMediaQuestionInput } from './acts/register-media-question.ts';
import { registerPromise, registerPromiseInput } from './acts/register-promise.ts';
import { registerRumour, registerRumourInput } from './acts/register-rumour.ts';
import { setMainAsk, setMainAskInput } from './acts/set-main-ask.ts';
import { verifyRumour, verifyRumourInput } from './acts/verify-rumour.ts';

/** The verbs of this room and the schemas of their inputs, by name. */
export const WORDING_ACTS = {
  'add-ask': addAsk,
  'set-main-ask': setMainAsk,
  'answer-ask': answerAsk,
  'reason-ask': reasonAsk,
  'conclude-investigation': concludeInvestigation,
  'record-adoption': recordAdoption,
  'explain-difference': explainDifference,
  'register-promise': registerPromise,
  'keep-promise': keepPromise,
  'move-promise': movePromise,
  'register-media-question': registerMediaQuestion,
  'draft-media-reply': draftMediaReply,
  'approve-media-reply': approveMediaReply,
  'send-media-reply': sendMediaReply,
  'register-rumour': registerRumour,
  'verify-rumour': verifyRumour,
  'clarify-rumour': clarifyRumour,
} as const;
export const WORDING_INPUTS = {
  'add-ask': addAskInput,
  'set-main-ask': setMainAskInput,
  'answer-ask': answerAskInput,
  'reason-ask': reasonAskInput,
  'conclude-investigation': concludeInvestigationInput,
  'record-adoption': recordAdoptionInput,
  'explain-difference': explainDifferenceInput,
  'register-promise': registerPromiseInput,
  'keep-promise': keepPromiseInput,
  'move-promise': movePromiseInput,
  'register-media-question': registerMediaQuestionInput,
  'draft-media-reply': draftMediaReplyInput,
  'approve-media-reply': approveMediaReplyInput,
  'send-media-reply': sendMediaReplyInput,
  'register-rumour': registerRumourInput,
  'verify-rumour': verifyRumourInput,
  'clarify-rumour': clarifyRumourInput,
} as const;
