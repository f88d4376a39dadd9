import type { Analysis } from '../messages.ts';
import { byPublication, type Member } from './member.ts';
import { placePath } from './places.ts';

const MAX_TITLE = 40;

/** The sentence that carries most of the evidence, at most 60 characters; the first sentence when nothing is marked. */
export function leadSentence(text: string, evidence: Analysis['evidence']): string {
  let best = '';
  let bestScore = -1;
  let from = 0;
  for (const part of text.split(/(?<=[。！？!?\n])/)) {
    const end = from + part.length;
    const marks = evidence.filter((span) => span.field === 'text' && span.start >= from && span.start < end).length;
    const sentence = part.trim();
    if (sentence.length >= 4 && marks > bestScore) [best, bestScore] = [sentence, marks];
    from = end;
  }
  return (best || text.trim()).replace(/[。！？!?\s]+$/, '').slice(0, 60);
}

/** Title of an event: an official or media headline before a netizen's, else the best sentence; the finest shared place is put before it. */
export function eventTitle(members: Member[], places: Analysis['places']): string {
  const rank = { official: 0, media: 1, unit: 2, netizen: 3 };
  const titled = members
    .filter((member) => headline(member) !== '')
    .sort(
      (a, b) =>
        rank[a.authority] - rank[b.authority] ||
        b.analysis.sensitivity.level - a.analysis.sensitivity.level ||
        byPublication(a, b),
    );
  const chosen = titled[0];
  if (!chosen) return '（无标题信息）';
  const words = headline(chosen);
  const place = places[0];
  const known = place && placePath(place).some((name) => words.includes(name.replace(/[省市区县]$/, '')));
  return shorten(place && !known ? `${place.name}：${words}` : words);
}

const headline = (member: Member): string => (member.title.trim() || member.lead).replace(/\s+/g, ' ');

function shorten(title: string): string {
  return title.length <= MAX_TITLE ? title : `${title.slice(0, MAX_TITLE - 1)}…`;
}
