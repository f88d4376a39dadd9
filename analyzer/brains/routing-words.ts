import type { DepartmentsBook } from '../../config/schema/departments.ts';
import { routingSchema, type RoutingBook } from '../../config/schema/routing.ts';
import { routingDutiesSchema } from '../../config/schema/routing-duties.ts';
import type { TopicKey } from '../../config/schema/topics.ts';
import { loadRulebook } from '../../config/load.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { compileBlame, type BlameWords } from './blame-book.ts';
import type { Compile, Compiled } from './compiled.ts';
import type { CompiledCondition, LexiconBuilder } from './lexicon.ts';

/** Who is responsible for what, and how a text says who is to blame. */
export interface RoutingWords {
  duties: Compiled<Duty>[];
  helpers: Compiled<Helper>[];
  statePolicy: CompiledCondition | null;
  blame: BlameWords;
  /** Bodies and superior kinds of routing.yaml: who takes what an accused unit may not. */
  tree: RoutingBook;
}

type Helper = { id: string; topics?: TopicKey[] | undefined; co: string[] };
type Duty = Helper & { lead: string };

/** @throws AppError 'misconfigured' when a duty names a unit that does not exist. */
export function compileRouting(
  folder: string,
  departments: DepartmentsBook,
  builder: LexiconBuilder,
  compile: Compile,
): RoutingWords {
  const book = loadRulebook(folder, 'routing-duties', routingDutiesSchema);
  const known = new Set(departments.units.map((unit) => unit.id));
  const named = [
    ...book.duties.map(({ id, lead, co }) => ({ id, units: [lead, ...co] })),
    ...book.helpers.map(({ id, co }) => ({ id, units: co })),
    ...book.blame.standIns.map(({ unit }) => ({ id: 'standIns', units: [unit] })),
  ];
  for (const { id, units } of named)
    for (const unit of units)
      if (!known.has(unit))
        throw new AppError('misconfigured', `规则文件有误：routing-duties.yaml 的 ${id} 指向不存在的单位 ${unit}。`);
  return {
    duties: book.duties.map(compile),
    helpers: book.helpers.map(compile),
    statePolicy: book.statePolicy ? builder.condition(book.statePolicy) : null,
    blame: compileBlame(book, departments, builder),
    tree: loadRulebook(folder, 'routing', routingSchema),
  };
}
