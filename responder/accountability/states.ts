import type { Role } from '../../platform/runtime/kernel.ts';
import type { CaseState } from './tables.ts';

/** Who may do it: supervision = 督查 of a lead body; deciding = supervision or a leader; unit = the unit the case is about. */
export type CaseSide = 'supervision' | 'deciding' | 'unit';
export interface CaseVerbRow<N extends string = string> {
  name: N;
  /** Glossary term, for screens. */
  title: string;
  side: CaseSide;
  roles: readonly Role[];
  /** From → where it may lead; the first is the default. */
  moves: Partial<Record<CaseState, readonly CaseState[]>>;
}

const row = <const N extends string>(
  name: N,
  title: string,
  side: CaseSide,
  moves: CaseVerbRow['moves'],
): CaseVerbRow<N> => ({ name, title, side, roles: ROLES[side], moves });

/** Who answers for a unit: its head, or the leader on duty of an office that has no other. */
export const HEADS = ['unit_head', 'duty_leader'] as const satisfies readonly Role[];

const ROLES: Record<CaseSide, readonly Role[]> = {
  supervision: ['supervisor'],
  deciding: ['supervisor', 'leader'],
  unit: HEADS,
};

/** 线索 → evidence → human decision → notice → reply → rectification → acceptance → closure; an appeal stands beside. */
export const CASE_VERBS = [
  row('add-evidence', '补充证据', 'supervision', { verifying: ['verifying'] }),
  row('decide', '作出决定', 'deciding', { verifying: ['decided', 'dropped'] }),
  row('issue-notice', '发出通知', 'supervision', { decided: ['notified'] }),
  row('reply', '书面说明', 'unit', { notified: ['answered'] }),
  row('appeal', '申诉', 'unit', { notified: ['appealed'], answered: ['appealed'], rectified: ['appealed'] }),
  row('rule-appeal', '申诉裁定', 'deciding', { appealed: ['notified', 'dropped'] }),
  row('report-rectification', '报送整改', 'unit', { notified: ['rectified'], answered: ['rectified'] }),
  row('accept-rectification', '验收整改', 'supervision', { rectified: ['accepted', 'answered'] }),
  row('close-case', '结案', 'supervision', { answered: ['closed'], accepted: ['closed'] }),
] as const satisfies readonly CaseVerbRow[];
export type CaseVerbName = (typeof CASE_VERBS)[number]['name'];

export const CASE_STATE_TITLES: Record<CaseState, string> = {
  verifying: '待核',
  decided: '已决定',
  notified: '已通知',
  appealed: '申诉中',
  answered: '已说明',
  rectified: '待验收',
  accepted: '已验收',
  closed: '已结案',
  dropped: '不予追究',
};

export const caseVerb = (name: CaseVerbName): CaseVerbRow => CASE_VERBS.find((verb) => verb.name === name)!;

/** The state after a verb; `wanted` picks among several ways out; null when the table has no such move. */
export function nextCaseState(name: CaseVerbName, from: CaseState, wanted?: CaseState): CaseState | null {
  const targets = caseVerb(name).moves[from];
  if (!targets) return null;
  if (wanted === undefined) return targets[0] ?? null;
  return targets.includes(wanted) ? wanted : null;
}
