import { confirmAdmission, confirmAdmissionInput, proposeAdmission, proposeAdmissionInput } from './admit-accused.ts';
import { inquireAccused, inquireAccusedInput } from './inquire-accused.ts';
import { withdrawInquiry, withdrawInquiryInput } from './withdraw-inquiry.ts';

export const INQUIRY_ACTS = {
  'inquire-accused': inquireAccused,
  'withdraw-inquiry': withdrawInquiry,
  'propose-admission': proposeAdmission,
  'confirm-admission': confirmAdmission,
} as const;
export const INQUIRY_INPUTS = {
  'inquire-accused': inquireAccusedInput,
  'withdraw-inquiry': withdrawInquiryInput,
  'propose-admission': proposeAdmissionInput,
  'confirm-admission': confirmAdmissionInput,
} as const;
