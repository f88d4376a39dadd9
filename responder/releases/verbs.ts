import { confirmChannel, confirmChannelInput, retryChannel, retryChannelInput } from './confirm-channel.ts';
import { confirmTakedown, confirmTakedownInput } from './confirm-takedown.ts';
import { correctRelease, correctReleaseInput, withdrawRelease, withdrawReleaseInput } from './correct-release.ts';
import { draftRelease, draftReleaseInput } from './draft-release.ts';
import { editRelease, editReleaseInput } from './edit-release.ts';
import { planRelease, planReleaseInput, settlePlan, settlePlanInput } from './plan-release.ts';
import { publishRelease, publishReleaseInput } from './publish-release.ts';
import {
  registerDelegation,
  registerDelegationInput,
  endDelegation,
  endDelegationInput,
  signDelegation,
  signDelegationInput,
} from './register-delegation.ts';
import {
  approveRelease,
  approveReleaseInput,
  exceptIdentity,
  exceptIdentityInput,
  judgeRelease,
  judgeReleaseInput,
  reviewSecrecy,
  reviewSecrecyInput,
} from './sign-release.ts';
import { dropRelease, dropReleaseInput, submitRelease, submitReleaseInput } from './submit-release.ts';

/** The verbs of this room and the schemas of their inputs, by name. */
export const RELEASE_ACTS = {
  'plan-release': planRelease,
  'settle-plan': settlePlan,
  'draft-release': draftRelease,
  'edit-release': editRelease,
  'submit-release': submitRelease,
  'drop-release': dropRelease,
  'judge-release': judgeRelease,
  'except-identity': exceptIdentity,
  'approve-release': approveRelease,
  'register-delegation': registerDelegation,
  'sign-delegation': signDelegation,
  'end-delegation': endDelegation,
  'review-secrecy': reviewSecrecy,
  'publish-release': publishRelease,
  'confirm-channel': confirmChannel,
  'retry-channel': retryChannel,
  'correct-release': correctRelease,
  'withdraw-release': withdrawRelease,
  'confirm-takedown': confirmTakedown,
} as const;

export const RELEASE_INPUTS = {
  'plan-release': planReleaseInput,
  'settle-plan': settlePlanInput,
  'draft-release': draftReleaseInput,
  'edit-release': editReleaseInput,
  'submit-release': submitReleaseInput,
  'drop-release': dropReleaseInput,
  'judge-release': judgeReleaseInput,
  'except-identity': exceptIdentityInput,
  'approve-release': approveReleaseInput,
  'register-delegation': registerDelegationInput,
  'sign-delegation': signDelegationInput,
  'end-delegation': endDelegationInput,
  'review-secrecy': reviewSecrecyInput,
  'publish-release': publishReleaseInput,
  'confirm-channel': confirmChannelInput,
  'retry-channel': retryChannelInput,
  'correct-release': correctReleaseInput,
  'withdraw-release': withdrawReleaseInput,
  'confirm-takedown': confirmTakedownInput,
} as const;
