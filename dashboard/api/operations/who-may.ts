import type { Role } from '../../../platform/runtime/kernel.ts';

/** Groups of roles as the operations use them; the authorisation matrix test spells each out again by hand. */
export const BUSINESS = [
  'duty_officer',
  'duty_leader',
  'handler',
  'unit_head',
  'spokesperson',
  'leader',
  'supervisor',
] as const satisfies Role[];
export const OVERSEERS = [
  'duty_officer',
  'duty_leader',
  'spokesperson',
  'leader',
  'supervisor',
] as const satisfies Role[];
export const DUTY = ['duty_officer', 'duty_leader'] as const satisfies Role[];
export const UNIT = ['handler', 'unit_head'] as const satisfies Role[];
