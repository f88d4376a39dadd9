import type { z } from 'zod';
import type { warningView } from '../../api/schemas/warnings.ts';

export type Warning = z.infer<typeof warningView>;

/** All early signs of one event in one line; one without an event stands alone. */
export interface Signs {
  id: string;
  event: Warning['event'];
  /** The gravest of them. */
  colour: Warning['colour'];
  /** The newest of them. */
  at: string;
  /** What was seen, newest first; of each kind the newest words: 快速升温 told three times is one sign that goes on. */
  reasons: string[];
}

const GRAVEST: readonly Warning['colour'][] = ['red', 'orange', 'yellow', 'blue'];

/** @param warnings newest first, as the list comes; the lines keep that order */
export function signsByEvent(warnings: readonly Warning[]): Signs[] {
  const lines = new Map<string, Signs>();
  const said = new Set<string>();
  for (const { id, event, colour, at, kind, reason, title } of warnings) {
    const key = event?.id ?? id;
    const line = lines.get(key) ?? { id, event, colour, at, reasons: [] };
    if (GRAVEST.indexOf(colour) < GRAVEST.indexOf(line.colour)) line.colour = colour;
    if (!said.has(`${key} ${kind}`)) line.reasons.push(withoutTitle(reason, event?.title, title));
    said.add(`${key} ${kind}`);
    lines.set(key, line);
  }
  return [...lines.values()];
}

/** The title, now or when the sign was seen, already stands above the reason. */
function withoutTitle(reason: string, ...titles: (string | undefined)[]): string {
  const told = titles.find((title) => title && reason.endsWith(`：${title}`));
  return told === undefined ? reason : reason.slice(0, -told.length - 1);
}
