import { DUTY, deskRow } from '../tickets/verb-row.ts';

const clockRow = <const N extends string>(name: N, title: string, required: readonly string[]) =>
  deskRow('clocks', name, title, 'coordinating', DUTY, required);

/** Verbs of the page 时限: what a person does to a deadline. The clock row is the paper: each refuses when it is not as expected. */
export const CLOCK_VERBS = [
  clockRow('start-clock', '手工起算时限', ['rule', 'startAt', 'source', 'reason']),
  clockRow('meet-clock', '登记已履行', ['clockId', 'at', 'proof']),
  clockRow('pause-clock', '停计', ['clockId', 'reason', 'proof']),
  clockRow('resume-clock', '恢复计时', ['clockId', 'reason']),
  clockRow('rebase-clock', '按现行规则重算', ['clockId', 'reason']),
] as const;
