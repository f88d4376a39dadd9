import { AppError } from '../../platform/runtime/errors.ts';
import { GATE_CHECKS, type Finding, type GateContext } from './gate-checks.ts';

export type GateLine = Finding & { id: string; title: string };

/** All lines of the list before a release. */
export async function gateOf(context: GateContext): Promise<GateLine[]> {
  const lines: GateLine[] = [];
  for (const { id, title, check } of GATE_CHECKS) lines.push({ id, title, ...(await check(context)) });
  return lines;
}

/** @throws AppError precondition_failed naming every line that is not done. */
export async function refuseUnlessComplete(context: GateContext): Promise<void> {
  const open = (await gateOf(context)).filter(({ state }) => state === 'stop');
  if (open.length === 0) return;
  const gaps = open.map(({ title, why }) => `${title}：${why}`);
  throw new AppError('precondition_failed', `尚不能发布：${gaps.join('；')}`, { gaps, gate: open.map(({ id }) => id) });
}
