import { APPEAL_KEYS } from '../../config/schema/appeals.ts';
import { FOCUS_KEYS, type FocusKey } from '../../config/schema/focus.ts';
import { TOPIC_KEYS, type TopicKey } from '../../config/schema/topics.ts';
import { FIRST_APPEAL, FIRST_FOCUS, FIRST_LEVEL } from '../model/label-names.ts';
import type { WeightsHeader } from '../model/weights.ts';
import { probability } from '../training/calibration.ts';
import type { RuleReadings } from './read-rules.ts';

/** What rulebooks and model say together. */
export interface Joined {
  topic: { primary: TopicKey; secondary: TopicKey[]; confidence: number; sure: boolean };
  appeal: (typeof APPEAL_KEYS)[number];
  sensitivity: { level: 0 | 1 | 2 | 3; confidence: number; sure: boolean };
  focus: FocusKey[];
}

/** Thresholds chosen on rows kept aside in turn; they stand in the header of the weights. */
export interface Bands {
  /** From this probability on the topic is left to the machine; below a person looks. */
  topicSure: number;
  /** The same for the side of level 2 a text is on: whether an office must act hangs on that, not on 0 or 1. */
  levelSure: number;
  secondary: number;
  /** From here on a text is nobody's matter, even if it reads like one of level 2 or 3. */
  nobody: number;
  focus: number;
  /** Probability from which on a text is of at least this level. */
  level1: number;
  level2: number;
  level3: number;
}
export const DEFAULT_BANDS: Bands = {
  ...{ topicSure: 0.6, levelSure: 0.6, secondary: 0.12, nobody: 0.5, focus: 0.3 },
  ...{ level1: 0.5, level2: 0.25, level3: 0.18 },
};

const MAX_SECONDARY = 2;
/** A focus at level 1 only if plainly said (guide §4). */
const PLAINLY = 0.75;

export function join(
  margins: Float64Array,
  rules: RuleReadings,
  header: Pick<WeightsHeader, 'scales' | 'bands'>,
): Joined {
  const bands = bandsOf(header);
  const chances = chancesOf(margins, header);
  const appeal = isThanks(rules) ? 'praise' : APPEAL_KEYS[best(chances, FIRST_APPEAL, APPEAL_KEYS.length)]!;
  const level = settle(joinLevel(chances, rules, bands), rules, appeal);
  const topic = joinTopic(chances, level.level, bands, isHarmTold(rules));
  const { confidence, sure } = level;
  const settled = topic.primary === 'none' ? { level: 0 as const, confidence, sure } : level;
  return {
    topic,
    sensitivity: settled,
    appeal,
    focus: joinFocus(chances, settled.level, rules, bands),
  };
}

const known = new WeakMap<object, Bands>();

/** Put together once for each file of weights. */
function bandsOf(header: Pick<WeightsHeader, 'bands'>): Bands {
  let bands = known.get(header);
  if (!bands) known.set(header, (bands = { ...DEFAULT_BANDS, ...(header.bands as Partial<Bands>) }));
  return bands;
}

/** Room for one post, used again for the next. */
let room = new Float64Array(0);

function chancesOf(margins: Float64Array, { scales }: Pick<WeightsHeader, 'scales'>): Float64Array {
  if (room.length !== margins.length) room = new Float64Array(margins.length);
  for (let label = 0; label < margins.length; label++) room[label] = probability(scales[label]!, margins[label]!);
  return room;
}

/**
 * What the rulebooks call grave stays grave: the model raises a level to 3, it never takes a 3 away. `sure` is of the side of level 2, so that
 * nobody is asked whether a text is of level 0 or 1.
 */
function joinLevel(chances: Float64Array, rules: RuleReadings, bands: Bands): Joined['sensitivity'] {
  const one = chances[FIRST_LEVEL]!;
  const two = chances[FIRST_LEVEL + 1]!;
  const three = chances[FIRST_LEVEL + 2]!;
  const side = (chance: number): boolean => chance >= bands.levelSure;
  const own = rules.sensitivity.confidence;
  if (rules.sensitivity.level === 3) return { level: 3, confidence: rounded(Math.max(three, own)), sure: true };
  if (rules.drill) return { level: 0, confidence: rounded(own), sure: side(own) };
  if (three >= bands.level3 && !isNobodys(chances, bands))
    return { level: 3, confidence: rounded(three), sure: side(two) };
  if (two >= bands.level2)
    return { level: 2, confidence: rounded(Math.min(Math.max(two, 0.5), 1 - three)), sure: side(two) };
  if (one >= bands.level1) return { level: 1, confidence: rounded(Math.min(one, 1 - two)), sure: side(1 - two) };
  return { level: 0, confidence: rounded(1 - Math.max(one, two)), sure: side(1 - two) };
}

/** Somebody died or was gravely hurt, by a number told or a victim named, here and now. */
export const isHarmTold = ({ facts: { facts }, foreign, drill, apart }: RuleReadings): boolean =>
  !foreign && !drill && !apart && ((facts.deaths?.low ?? 0) > 0 || (facts.seriousInjuries?.low ?? 0) > 0);

/** Who only thanks asks for nothing, whatever the thanks are for: 民警抓住了小偷, 消防员从火里救出奶奶. */
const isThanks = (rules: RuleReadings): boolean =>
  rules.appeal.appeal === 'praise' && rules.sensitivity.cap === 0 && !isHarmTold(rules);

/** Told harm, or a sign that hardly ever stands in a text below level 2, here and now. */
const isAtLeast2 = (rules: RuleReadings): boolean =>
  isHarmTold(rules) || (rules.sensitivity.certain && !rules.foreign && !rules.drill && !rules.apart);

/**
 * What the text itself says outdoes a model's ear: thanks are 0; told harm and certain signs are at least 2; fiction, history and 无人死亡 are
 * no 3 by the model alone, and a mere question, in which no rulebook finds a sign (孩子肚子疼看哪个科), is none of 2 or 3.
 */
function settle(heard: Joined['sensitivity'], rules: RuleReadings, appeal: Joined['appeal']): Joined['sensitivity'] {
  if (isThanks(rules))
    return { level: 0, confidence: Math.max(heard.confidence, rules.sensitivity.confidence), sure: true };
  if (heard.level < 2 && isAtLeast2(rules)) return { level: 2, confidence: 0.5, sure: false };
  if (heard.level < 3 || rules.sensitivity.level === 3) return heard;
  if (appeal === 'consultation' && rules.sensitivity.found.length === 0)
    return { level: 1, confidence: 0.5, sure: false };
  const unharmed = rules.facts.facts.deaths?.high === 0;
  return rules.apart || unharmed ? { level: 2, confidence: 0.5, sure: false } : heard;
}

const NONE = TOPIC_KEYS.indexOf('none');

function sumOfTopics(chances: Float64Array): number {
  let sum = 0;
  for (let label = 0; label < TOPIC_KEYS.length; label++) sum += chances[label]!;
  return sum || 1;
}

/** Clearly nobody's matter: by the model alone it is neither of level 2 nor of 3. */
const isNobodys = (chances: Float64Array, bands: Bands): boolean =>
  chances[NONE]! / sumOfTopics(chances) >= bands.nobody;

function joinTopic(chances: Float64Array, level: number, bands: Bands, harm: boolean): Joined['topic'] {
  const sum = sumOfTopics(chances);
  // A matter that needs an answer belongs to somebody, unless it is clearly nobody's matter.
  const somebody = level === 3 || (level === 2 && (harm || !isNobodys(chances, bands)));
  let first = somebody && NONE === 0 ? 1 : 0;
  for (let label = 0; label < TOPIC_KEYS.length; label++)
    if (chances[label]! > chances[first]! && !(somebody && label === NONE)) first = label;
  const primary = TOPIC_KEYS[first]!;
  const confidence = chances[first]! / sum;
  return {
    primary,
    secondary: primary === 'none' ? [] : secondaryTopics(chances, first, sum, bands),
    confidence: rounded(confidence),
    sure: confidence >= bands.topicSure,
  };
}

/** Of the other topics the likeliest, in this order. */
function secondaryTopics(chances: Float64Array, first: number, sum: number, bands: Bands): TopicKey[] {
  const found: number[] = [];
  TOPIC_KEYS.forEach((key, label) => {
    if (label !== first && key !== 'none' && key !== 'other_civic' && chances[label]! / sum >= bands.secondary)
      found.push(label);
  });
  if (found.length > 1) found.sort((a, b) => chances[b]! - chances[a]!);
  return found.slice(0, MAX_SECONDARY).map((label) => TOPIC_KEYS[label]!);
}

/** A crowd told or threatened (guide 3d) endangers the order by its own definition (guide §4); the model knows few of them. */
const isCrowd = ({ sensitivity: { level, signs } }: RuleReadings): boolean =>
  level === 3 && signs.some(({ reason }) => reason === '3d');

function joinFocus(chances: Float64Array, level: number, rules: RuleReadings, bands: Bands): FocusKey[] {
  return FOCUS_KEYS.filter((key, at) => {
    if (level === 0 && key !== 'false_info') return false;
    if (key === 'social_order' && isCrowd(rules)) return true;
    const own = chances[FIRST_FOCUS + at]!;
    return own >= (level === 1 && !rules.focus.focus.includes(key) ? PLAINLY : bands.focus);
  });
}

function best(chances: Float64Array, from: number, count: number): number {
  let found = 0;
  for (let at = 1; at < count; at++) if (chances[from + at]! > chances[from + found]!) found = at;
  return found;
}

const rounded = (share: number): number => Math.round(share * 100) / 100;
