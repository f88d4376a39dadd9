import type { Analysis } from '../messages.ts';
import type { FoundPlace } from '../places/find-places.ts';
import type { Accused } from './accused.ts';
import { isElsewhere } from './departments.ts';

/** The band "needs a person" with its reasons (Chinese, each once); without a reason nobody has to look. */
export function needsPerson(reasons: readonly string[]): Pick<Analysis, 'needsPerson' | 'needsPersonWhy'> {
  const why = [...new Set(reasons)];
  return why.length > 0 ? { needsPerson: true, needsPersonWhy: why } : { needsPerson: false };
}

interface Read {
  sensitivity: number;
  departments: Analysis['departments'];
  accused: readonly Accused[];
  places: readonly FoundPlace[];
}

/** Below it the lead is a guess. */
const WEAK = 0.45;

/** Why a person should look at who answers: the lead is a guess, a unit of ours is blamed, or it is unclear whose place it is. */
export function routingDoubts({ sensitivity, departments, accused, places }: Read): string[] {
  const lead = departments.find((unit) => unit.role === 'lead');
  if (!lead) return [];
  const doubts: string[] = [];
  const ours = accused.filter((item) => item.unit !== null).map((item) => item.name);
  if (ours.length > 0) doubts.push(`反映了${ours.join('、')}，须回避，请确认承办单位`);
  if (sensitivity === 0) return doubts;
  const told = places.find((place) => !place.background);
  const unsure = places.find((place) => place.certainty < 1 && !place.background);
  if (isElsewhere(places)) doubts.push(`发生地${told!.name}不在本级辖区，请确认是否移送`);
  else if (lead.score < WEAK) doubts.push('承办单位把握不足，请确认');
  if (unsure) doubts.push(`地点“${unsure.name}”不止一处，请确认`);
  return doubts;
}
