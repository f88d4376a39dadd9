import type { Responder } from '../../responder/index.ts';
import type { CasesRoom } from '../api/rooms.ts';

/** 问责, already cut to who asks by the responder. */
export const casesRoom = ({ queries, cases }: Pick<Responder, 'queries' | 'cases'>): CasesRoom => ({
  cases: (actor) => queries.cases(actor),
  case: (id, actor) => queries.caseOf(actor, id),
  choices: () => queries.caseChoices(),
  async openCase(input, actor) {
    return queries.caseOf(actor, await cases.open(input, actor));
  },
  async actOnCase(verb, id, input, actor) {
    await cases.act(verb, id, input, actor);
    return queries.caseOf(actor, id);
  },
});
