import { loadRulebook } from '../../config/load.ts';
import { factsBookSchema } from '../../config/schema/facts.ts';
import { FACT_NAMES } from '../messages.ts';
import { viewOf } from '../text/view.ts';
import { readFacts, type FactName } from './read-facts.ts';
import { compileFactWords } from './words.ts';

/** A number of people (or the loss in yuan) a text tells as its own; `high` null = open upwards. */
export interface ToldFigure {
  fact: FactName;
  low: number;
  high: number | null;
}
export type FactReader = (text: string) => ToldFigure[];

/**
 * Reads papers of our own by the same rules as posts, without the rest of the analysis: what is told as past, refuted, drilled or outdone by a
 * better source is left out; two figures that both stand are both returned, once each.
 */
export function factReader(configFolder: string): FactReader {
  const words = compileFactWords(loadRulebook(configFolder, 'facts', factsBookSchema));
  return (text) => {
    const { facts, claims } = readFacts(viewOf(text).text, 0, null, words);
    const chosen = FACT_NAMES.flatMap((fact) => (facts[fact] ? [{ fact, ...facts[fact] }] : []));
    const told = [...chosen, ...claims.filter(({ current }) => current)];
    const seen = new Map(told.map(({ fact, low, high }) => [`${fact} ${low} ${high}`, { fact, low, high }]));
    return [...seen.values()];
  };
}
