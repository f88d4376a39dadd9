import { VERB_TABLE } from '../../responder/index.ts';
import type { Refusal } from './replay.ts';

const titleOf = (verb: string): string => VERB_TABLE.find(({ name }) => name === verb)?.title ?? verb;

/** The last words of the telling: what the rules refused, act by act, so that nobody looks for it in vain. */
export const closingLines = (refused: readonly Refusal[]): string[] =>
  refused.length === 0
    ? ['演示数据已载入完毕。']
    : [
        `演示数据已载入完毕；其中 ${refused.length} 项操作被拒：`,
        ...refused.map(({ scene, as, verb, why }) => `  ${scene} ${as}“${titleOf(verb)}”：${why}`),
      ];
