import type { Finding, GateCheck, GateContext } from '../releases/gate-checks.ts';
import { backgroundOf, checkDraft, type WordingFinding } from './draft-check.ts';

const STATES: Record<WordingFinding['level'], Finding['state']> = { ok: 'ok', warn: 'warn', block: 'stop' };

/** The lines of one list are asked one after the other; what they rest on is read once. */
const read = new WeakMap<GateContext, Promise<WordingFinding[]>>();

function findings(context: GateContext): Promise<WordingFinding[]> {
  const known = read.get(context);
  if (known) return known;
  const fresh = findAll(context);
  read.set(context, fresh);
  return fresh;
}

async function findAll({ db, ticket, paper: { draft, content }, books, now }: GateContext): Promise<WordingFinding[]> {
  const own = { ...content, id: draft.id, corrects: draft.corrects, state: draft.state, issuedAt: draft.issued_at };
  return checkDraft(own, await backgroundOf(db, ticket, books), books, now);
}

/** Lines of the list before a release about its words; only a contradiction with what we said before stops it. */
export const WORDING_CHECKS: readonly GateCheck[] = (
  [
    ['asks', '群众关切逐项回应'],
    ['complete', '事实、政策、结果有实际内容'],
    ['phrases', '套话与照抄'],
    ['cause', '速报事实、慎报原因'],
    ['consistency', '与此前发布一致'],
    ['promises', '承诺有时限'],
    ['hype', '炒作风险提示'],
  ] as const
).map(([id, title]) => ({
  id,
  title,
  async check(context) {
    const found = (await findings(context)).find((line) => line.id === id)!;
    return { state: STATES[found.level], why: found.why };
  },
}));
