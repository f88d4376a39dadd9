import { levelName } from './labels.ts';
import type { PickFrom } from './pick-options.ts';

interface Common {
  key: string;
  label: string;
  required?: boolean;
  hint?: string;
  /** Asked only of tickets of which closing them, or putting them away, asks it. */
  askedBy?: 'closing' | 'archiving';
  /** Asked, and required, only of tickets nobody has judged yet. */
  beforeJudgement?: true;
  /** Asked only when the caller begins it, if only with ''. */
  ifBegun?: true;
  /** Must be filled in where the matter was judged to this disposition. */
  requiredFor?: string;
  /** Must be filled in when the caller begins it, if only with ''. */
  requiredIfBegun?: true;
  /** Must be filled in when one of these fields no longer holds what it began with: whoever takes back a decision says why. */
  ifChanged?: string[];
  /** Must be filled in while another field has one of these values. */
  requiredIf?: { key: string; is: (string | boolean)[] };
  /** Must be filled in until another field is. */
  requiredUnless?: string;
  /** What is missing in what was written into it, where it is several lines. */
  lacks?: (value: unknown) => string[];
  /** Asked only while another field has one of these values. */
  when?: { key: string; is: (string | boolean)[] };
}
export type Field = Common &
  (
    | { kind: 'text' | 'long' | 'link' | 'time' | 'day' | 'release' | 'ticket' | 'proofs' | 'occurrence' }
    | { kind: 'choice'; options: { value: string | boolean; label: string }[]; many?: boolean }
    /** `among`: only those the act would take (unit-options.ts). */
    | { kind: 'unit'; many?: boolean; among?: 'barred' | 'promisers' }
    /** `extendable`: only those that may be extended, each with how far. */
    | { kind: 'clock'; extendable?: true }
    /** Somebody of the directory: the account goes under `key`, the name under `nameKey`. `leaders`: only those a matter may be put before. */
    | { kind: 'person'; nameKey: string; leaders?: true }
    /** A component of its own: desks/parts.ts. */
    | { kind: 'part'; part: string }
    | { kind: 'pick'; from: PickFrom }
    | { kind: 'sheet' }
  );

export interface VerbForm {
  /** One sentence about what the act does, shown above the form. */
  note?: string;
  fields: Field[];
}

export const options = (keys: readonly string[], name: (key: string) => string) =>
  keys.map((value) => ({ value, label: name(value) }));
export const yesNo = (yes: string, no: string) => [
  { value: true, label: yes },
  { value: false, label: no },
];
export const LEVELS = options(['I', 'II', 'III', 'IV'], levelName);
export const reason = (label = '理由'): Field => ({ kind: 'long', key: 'reason', label, required: true });
/** A conference that has taken place, not a plan. */
export const OFFICIAL = { key: 'stage', is: ['official'] };
export const HELD = { key: 'planned', is: [false] };
export const note: Field = { kind: 'long', key: 'note', label: '备注' };
