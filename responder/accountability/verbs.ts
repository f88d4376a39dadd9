import type { z } from 'zod';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { VerbDeps } from '../tickets/act.ts';
import type { CaseVerbName } from './states.ts';
import {
  appealInput,
  appealNotice,
  replyInput,
  replyToNotice,
  ruleAppeal,
  ruleAppealInput,
} from './verbs/answer-notice.ts';
import { addEvidence, addEvidenceInput, decideCase, decideInput } from './verbs/decide-case.ts';
import { issueNotice, issueNoticeInput } from './verbs/issue-notice.ts';
import { openCase, type openCaseInput } from './verbs/open-case.ts';
import {
  acceptRectification,
  acceptRectificationInput,
  closeCase,
  closeCaseInput,
  reportRectification,
  reportRectificationInput,
} from './verbs/rectify.ts';

/** Every act on a case by its name in the API. */
export const CASE_ACTS = {
  'add-evidence': addEvidence,
  decide: decideCase,
  'issue-notice': issueNotice,
  reply: replyToNotice,
  appeal: appealNotice,
  'rule-appeal': ruleAppeal,
  'report-rectification': reportRectification,
  'accept-rectification': acceptRectification,
  'close-case': closeCase,
} as const satisfies Record<CaseVerbName, unknown>;
export const CASE_INPUTS = {
  'add-evidence': addEvidenceInput,
  decide: decideInput,
  'issue-notice': issueNoticeInput,
  reply: replyInput,
  appeal: appealInput,
  'rule-appeal': ruleAppealInput,
  'report-rectification': reportRectificationInput,
  'accept-rectification': acceptRectificationInput,
  'close-case': closeCaseInput,
} as const satisfies Record<CaseVerbName, unknown>;

/** 问责 as the rest of the house uses it. */
export interface Cases {
  /** @returns the id. @throws AppError 'forbidden', 'not_found', 'conflict' */
  open(input: z.input<typeof openCaseInput>, actor: Actor): Promise<string>;
  /** The input is parsed by the verb's own schema. @throws AppError as defineCaseVerb tells */
  act(name: CaseVerbName, id: string, input: unknown, actor: Actor): Promise<void>;
}

type Deps = Pick<VerbDeps, 'transact' | 'books'>;
type AnyAct = (deps: Deps, id: string, input: unknown, actor: Actor) => Promise<void>;

export const casesOf = (deps: Deps): Cases => ({
  open: (input, actor) => openCase(deps, input, actor),
  act: (name, id, input, actor) => (CASE_ACTS[name] as AnyAct)(deps, id, input, actor),
});
