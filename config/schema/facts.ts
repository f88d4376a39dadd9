import { z } from 'zod';
import { ruleSource } from '../load.ts';

const words = z.array(z.string().min(1)).min(1);

/** facts.yaml: the words by which casualties and losses are told. Numbers themselves are read by code (analyzer/facts). */
export const factsBookSchema = z.strictObject({
  source: ruleSource,
  roles: z.strictObject({
    dead: words,
    serious: words,
    light: words,
    injured: words,
    missing: words,
    poisoned: words,
    evacuated: words,
    loss: words,
    /** Dead and injured together: 伤亡. */
    casualty: words,
    /** Looks like one of the above and is not: 死亡率, 工伤, 获救. It takes a number away without saying anything. */
    nothing: words,
  }),
  /** Abbreviated roles: count only directly after a number (5死2伤). */
  short: z.strictObject({ dead: words, serious: words, light: words, injured: words }),
  /** Follow a number of people. */
  people: words,
  /** A single person named without a number: 司机身亡. */
  persons: words,
  atLeast: words,
  /** 不超过30人: 0 to 30. */
  atMost: words,
  /** 不足30人: like nearly, 30 itself excluded. */
  below: words,
  about: words,
  nearly: words,
  denial: words,
  /** A denial with one of these is a state of knowledge: 0 to open. */
  notYet: words,
  past: words,
  /** Leads back from another event to this one: 此次, 目前. */
  present: words,
  /** Holds until the end of the sentence: 如果, 可能造成. */
  unreal: words,
  /** Holds until the next comma: 防止, 避免. */
  unrealClause: words,
  /** Holds for the whole sentence: 演练, 小说. */
  drill: words,
  /** Illness by food is meant only when one of these is said. */
  poisonContext: words,
  /** In hospital: 住院, 送医; counts people where illness or accident is told and nobody counts them otherwise. */
  admitted: words,
  /** An accident or an act of violence: those in hospital were hurt by it. */
  accident: words,
  /** An earlier number that a later one replaces: 此前通报. */
  superseded: words,
  /** On top of a number told before: 新增. */
  increment: words,
  /** The number behind rules, also when it is smaller: 更正为. */
  corrected: words,
  /** Says that what stands before is untrue: 不属实. */
  refuted: words,
  /** Says that what follows is untrue: 并非. */
  notSo: words,
  /** A cause nobody has established: 家属猜测. */
  guess: words,
  /** Makes a source of who stands before: 警方[称]. */
  saying: words,
  /** Who states a number; official > unit > media > netizen. `hearsay` needs no verb of saying and ranks with the netizens. */
  sources: z.strictObject({ official: words, unit: words, media: words, netizen: words, hearsay: words }),
});
export type FactsBook = z.infer<typeof factsBookSchema>;
