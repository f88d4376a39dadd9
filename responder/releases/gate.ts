import { AppError } from '../../platform/runtime/errors.ts';
import { GATE_CHECKS, type Finding, type GateContext } from './gate-checks.ts';

export type GateLine = Finding & { id: string; title: string };

/** All lines of the list before a release. */
export async function gateOf(context: GateContext): Promise<GateLine[]> {
  const lines: GateLine[] = [];
  for (const { id, title, check } of GATE_CHECKS) {
    const found = await check(context);
    if (found !== null) lines.push({ id, title, ...found });
  }
  return lines;
}

/** What people still have to say about a draft once it is written; everything else on the list is the text itself. */
const SAID_LATER: readonly string[] = ['wording', 'timing', 'manner', 'approval', 'secrecy'];
/** Its author can and should mend it before anybody signs. */
export const isFaultOfText = ({ id, state }: Pick<GateLine, 'id' | 'state'>): boolean =>
  state === 'stop' && !SAID_LATER.includes(id);

/** @throws AppError precondition_failed naming every line that is not done. */
export async function refuseUnlessComplete(context: GateContext): Promise<void> {
  const open = (await gateOf(context)).filter(({ state }) => state === 'stop');
  if (open.length === 0) return;
  const gaps = open.map(({ title, why }) => `${title}：${why}`);
  throw new AppError('precondition_failed', `尚不能发布：${gaps.join('；')}`, { gaps, gate: open.map(({ id }) => id) });
}
