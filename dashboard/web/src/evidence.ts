export interface Evidence {
  for: string;
  field: 'title' | 'text';
  /** UTF-16 units of the field as given, end exclusive. */
  start: number;
  end: number;
  by?: string | undefined;
}

export interface Piece {
  text: string;
  start: number;
  end: number;
  /** All that rests on this piece, in the order given. */
  evidence: Evidence[];
}

const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** Half of a surrogate pair on either side of a border would show as two black boxes: the whole sign belongs to the span. */
function whole(value: string, at: number, side: 'start' | 'end'): number {
  const splits = at > 0 && at < value.length && isHigh(value.charCodeAt(at - 1)) && isLow(value.charCodeAt(at));
  return splits ? (side === 'start' ? at - 1 : at + 1) : at;
}

/**
 * Cuts a field at every border of a span. Spans may overlap, repeat or stand outside (then they are left out); the pieces joined are the field.
 * `limit`: only so much of the field, never half of a sign.
 */
export function cutAtEvidence(
  value: string,
  field: Evidence['field'],
  evidence: readonly Evidence[],
  limit?: number,
): Piece[] {
  const end = whole(value, Math.min(value.length, limit ?? value.length), 'start');
  const spans = evidence
    .filter((one) => one.field === field && one.start >= 0 && one.start < one.end && one.end <= value.length)
    .map((one) => ({ one, start: whole(value, one.start, 'start'), end: whole(value, one.end, 'end') }));
  const borders = [...new Set([0, end, ...spans.flatMap((span) => [span.start, span.end])])]
    .filter((at) => at <= end)
    .sort((a, b) => a - b);
  return borders.slice(0, -1).map((start, index) => {
    const stop = borders[index + 1] ?? end;
    const over = spans.filter((span) => span.start <= start && span.end >= stop);
    return { text: value.slice(start, stop), start, end: stop, evidence: over.map((span) => span.one) };
  });
}

/** Groups of labels; each has its colour and its word, so that colour alone says nothing. */
export const EVIDENCE_GROUPS = [
  'topic',
  'appeal',
  'sensitivity',
  'focus',
  'facts',
  'claim',
  'eventKind',
  'place',
  'accused',
] as const;
export type EvidenceGroup = (typeof EVIDENCE_GROUPS)[number] | 'other';

/** `topic:housing` → topic, `facts.deaths` → facts. */
export function groupOf(label: string): EvidenceGroup {
  const name = /^[a-zA-Z]+/.exec(label)?.[0] ?? '';
  return EVIDENCE_GROUPS.find((group) => group === name) ?? 'other';
}

/** What stands behind the group: `housing`, `deaths`, ''. */
export const keyOf = (label: string): string => /^[a-zA-Z]+[:.](.*)$/s.exec(label)?.[1] ?? '';

/** Whether `label` is the chosen one or belongs to it: `topic` is chosen by all its keys. */
export const belongsTo = (label: string, chosen: string | null): boolean =>
  chosen !== null && (label === chosen || label.startsWith(`${chosen}:`) || label.startsWith(`${chosen}.`));
