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
  /** From this probability on the topic, or the level, is left to the machine; below a person looks. */
  topicSure: number;
  levelSure: number;
  secondary: number;
  /** From here on a text is nobody's matter, even if it reads like one of level 2. */
  nobody: number;
  focus: number;
  /** Probability from which on a text is of at least this level. */
  level1: number;
  level2: number;
  level3: number;
}
export const DEFAULT_BANDS: Bands = {
  ...{ topicSure: 0.6, levelSure: 0.6, secondary: 0.12, nobody: 0.5, focus: 0.3 },
  ...{ level1: 0.5, level2: 0.27, level3: 0.2 },
};

const MAX_SECONDARY = 2;
/** A focus at level 1 only if plainly said (guide §4). */
const PLAINLY = 0.75;

export function join(
  margins: Float64Array,
  rules: RuleReadings,
  header: Pick<WeightsHeader, 'scales' | 'bands'>,
): Joined {
  const bands = { ...DEFAULT_BANDS, ...(header.bands as Partial<Bands>) };
  const chance = (label: number): number => probability(header.scales[label]!, margins[label]!);
  const level = joinLevel(chance, rules, bands);
  const topic = joinTopic(chance, level.level, bands);
  const settled = topic.primary === 'none' ? { ...level, level: 0 as const } : level;
  return {
    ...{ topic, sensitivity: settled },
    appeal: APPEAL_KEYS[best(APPEAL_KEYS.length, (at) => chance(FIRST_APPEAL + at))]!,
    focus: joinFocus(chance, settled.level, rules, bands),
  };
}

type Chance = (label: number) => number;

/** What the rulebooks call grave stays grave: the model raises a level to 3, it never takes a 3 away. */
function joinLevel(chance: Chance, rules: RuleReadings, bands: Bands): Joined['sensitivity'] {
  const [one, two, three] = [chance(FIRST_LEVEL), chance(FIRST_LEVEL + 1), chance(FIRST_LEVEL + 2)];
  const sure = (own: number): { confidence: number; sure: boolean } => ({
    ...{ confidence: rounded(own), sure: own >= bands.levelSure },
  });
  if (rules.sensitivity.level === 3) return { level: 3, ...sure(Math.max(three, rules.sensitivity.confidence)) };
  if (rules.drill) return { level: 0, ...sure(rules.sensitivity.confidence) };
  if (three >= bands.level3) return { level: 3, ...sure(three) };
  if (two >= bands.level2) return { level: 2, ...sure(Math.min(Math.max(two, 0.5), 1 - three)) };
  if (one >= bands.level1) return { level: 1, ...sure(Math.min(one, 1 - two)) };
  return { level: 0, ...sure(1 - Math.max(one, two)) };
}

function joinTopic(chance: Chance, level: number, bands: Bands): Joined['topic'] {
  const each = TOPIC_KEYS.map((key, label) => ({ key, own: chance(label) }));
  const sum = each.reduce((total, { own }) => total + own, 0) || 1;
  // A matter that needs an answer belongs to somebody, unless it is clearly nobody's matter.
  const none = each.find(({ key }) => key === 'none')!.own / sum;
  const somebody = level === 3 || (level === 2 && none < bands.nobody);
  const ranked = each.filter(({ key }) => !somebody || key !== 'none').sort((a, b) => b.own - a.own);
  const primary = ranked[0]!;
  const secondary = ranked
    .slice(1)
    .filter(({ key, own }) => own / sum >= bands.secondary && key !== 'none' && key !== 'other_civic')
    .slice(0, primary.key === 'none' ? 0 : MAX_SECONDARY);
  const confidence = primary.own / sum;
  return {
    ...{ primary: primary.key, secondary: secondary.map(({ key }) => key) },
    ...{ confidence: rounded(confidence), sure: confidence >= bands.topicSure },
  };
}

function joinFocus(chance: Chance, level: number, rules: RuleReadings, bands: Bands): FocusKey[] {
  return FOCUS_KEYS.filter((key, at) => {
    if (level === 0 && key !== 'false_info') return false;
    const own = chance(FIRST_FOCUS + at);
    return own >= (level === 1 && !rules.focus.focus.includes(key) ? PLAINLY : bands.focus);
  });
}

function best(count: number, value: (at: number) => number): number {
  let found = 0;
  for (let at = 1; at < count; at++) if (value(at) > value(found)) found = at;
  return found;
}

const rounded = (share: number): number => Math.round(share * 100) / 100;
