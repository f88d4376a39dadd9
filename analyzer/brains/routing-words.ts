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
  statePolicy: CompiledCondition | null;
  blame: BlameWords;
  /** Bodies and superior kinds of routing.yaml: who takes what an accused unit may not. */
  tree: RoutingBook;
}

type Duty = { id: string; topics?: TopicKey[] | undefined; lead: string; co: string[] };

/** @throws AppError 'misconfigured' when a duty names a unit that does not exist. */
export function compileRouting(
  folder: string,
  departments: DepartmentsBook,
  builder: LexiconBuilder,
  compile: Compile,
): RoutingWords {
  const book = loadRulebook(folder, 'routing-duties', routingDutiesSchema);
  const known = new Set(departments.units.map((unit) => unit.id));
  for (const duty of book.duties)
    for (const unit of [duty.lead, ...duty.co])
      if (!known.has(unit))
        throw new AppError(
          'misconfigured',
          `规则文件有误：routing-duties.yaml 的 ${duty.id} 指向不存在的单位 ${unit}。`,
        );
  for (const { unit } of book.blame.standIns)
    if (!known.has(unit))
      throw new AppError('misconfigured', `规则文件有误：routing-duties.yaml 的 standIns 指向不存在的单位 ${unit}。`);
  return {
    duties: book.duties.map(compile),
    statePolicy: book.statePolicy ? builder.condition(book.statePolicy) : null,
    blame: compileBlame(book, departments, builder),
    tree: loadRulebook(folder, 'routing', routingSchema),
  };
}
