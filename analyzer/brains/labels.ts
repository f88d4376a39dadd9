import { APPEAL_KEYS } from '../../config/schema/appeals.ts';
import { TOPIC_KEYS } from '../../config/schema/topics.ts';
import { FIRST_APPEAL, FIRST_LEVEL } from '../model/label-names.ts';
import type { Scores } from '../model/score.ts';
import type { AppealReading } from './appeal.ts';
import type { AnalyzerBooks } from './books.ts';
import type { FocusReading } from './focus.ts';
import { join, type Joined } from './join.ts';
import type { LabelsModel } from './labels-model.ts';
import type { Post, Span } from './post.ts';
import type { RuleReadings } from './read-rules.ts';
import { ruleSignals } from './rule-signals.ts';
import type { SensitivityReading } from './sensitivity.ts';
import type { TopicReading } from './topic.ts';

/** Topic, appeal, sensitivity and focus as rulebooks and model say together, each with the words of the text it rests on. */
export interface LabelReadings {
  topic: TopicReading & { sure: boolean };
  appeal: AppealReading;
  sensitivity: SensitivityReading & { sure: boolean };
  focus: FocusReading;
}

/** Without a model (while one is being trained) the rulebooks speak alone. */
export function readLabels(post: Post, rules: RuleReadings, books: AnalyzerBooks): LabelReadings {
  const { model } = books;
  if (model === null)
    return { ...rules, topic: { ...rules.topic, sure: true }, sensitivity: { ...rules.sensitivity, sure: true } };
  const scores = model.scorer.score(post.view, post.replyStart, ruleSignals(post, rules, books, model.signals));
  const joined = join(scores.margins, rules, model.header);
  const voice: Ask = (label) => voiceOf(model, scores, label);
  return {
    topic: topicOf(joined, rules, voice(TOPIC_KEYS.indexOf(joined.topic.primary))),
    appeal: appealOf(joined, rules, voice),
    sensitivity: sensitivityOf(joined, rules, voice),
    focus: focusOf(joined, rules),
  };
}

/** The words that spoke loudest for a label, and who decided: `模型 labels-v2（占 62%，其余为词表）`. */
interface Voice {
  span: Span;
  by: string;
}

/** How `by` of such evidence begins. */
export const MODEL_VOICE = '模型 ';

type Ask = (label: number) => Voice | null;

function voiceOf(model: LabelsModel, { byText, bySignals }: Scores, label: number): Voice | null {
  const [text, words] = [Math.max(0, byText[label]!), Math.max(0, bySignals[label]!)];
  const span = text > 0 ? model.scorer.loudest(label) : null;
  if (span === null) return null;
  const share = Math.round((100 * text) / (text + words));
  return { span, by: `${MODEL_VOICE}${model.header.version}（占 ${share}%，其余为词表）` };
}

const MOST_SPANS = 2;

function topicOf({ topic }: Joined, rules: RuleReadings, voice: Voice | null): LabelReadings['topic'] {
  const { primary, secondary, confidence, sure } = topic;
  const own = rules.topic.evidence.filter((item) => item.topic === primary || secondary.includes(item.topic));
  const evidence = own.filter((item, at) => own.slice(0, at).filter((o) => o.topic === item.topic).length < MOST_SPANS);
  if (voice) evidence.push({ topic: primary, span: voice.span, by: voice.by });
  return { primary, secondary, confidence, sure, evidence, scores: rules.topic.scores };
}

/** Where the rulebooks say the same, their word is shown; else what the model heard. */
function appealOf({ appeal }: Joined, rules: RuleReadings, ask: Ask): AppealReading {
  const { scores } = rules.appeal;
  if (rules.appeal.appeal === appeal && rules.appeal.evidence.length > 0) return rules.appeal;
  const voice = ask(FIRST_APPEAL + APPEAL_KEYS.indexOf(appeal));
  return { appeal, evidence: voice ? [voice] : [], scores };
}

/** The signs a level rests on; the model's own words only where it took part in calling a text worth attention. */
function sensitivityOf({ sensitivity }: Joined, rules: RuleReadings, ask: Ask): LabelReadings['sensitivity'] {
  const { found, cap, certain } = rules.sensitivity;
  const { level, confidence, sure } = sensitivity;
  if (level < 2) return { level, confidence, sure, signs: [], found, cap, certain };
  const signs = found
    .filter((sign) => Number(sign.reason[0]) <= level)
    .sort((a, b) => (a.reason < b.reason ? 1 : a.reason > b.reason ? -1 : 0));
  const voice = ask(FIRST_LEVEL + level - 1);
  if (voice) signs.splice(1, 0, { reason: String(level), span: voice.span, by: voice.by });
  return { level, confidence, sure, signs, found, cap, certain };
}

const focusOf = ({ focus }: Joined, rules: RuleReadings): FocusReading => ({
  focus,
  evidence: rules.focus.evidence.filter((item) => focus.includes(item.focus)),
});
