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
  /** What was seen, newest first, each said once. */
  reasons: string[];
}

const GRAVEST: readonly Warning['colour'][] = ['red', 'orange', 'yellow', 'blue'];

/** @param warnings newest first, as the list comes; the lines keep that order */
export function signsByEvent(warnings: readonly Warning[]): Signs[] {
  const lines = new Map<string, Signs>();
  for (const { id, event, colour, at, reason } of warnings) {
    const key = event?.id ?? id;
    const line = lines.get(key) ?? { id, event, colour, at, reasons: [] };
    if (GRAVEST.indexOf(colour) < GRAVEST.indexOf(line.colour)) line.colour = colour;
    const said = withoutTitle(reason, event?.title);
    if (!line.reasons.includes(said)) line.reasons.push(said);
    lines.set(key, line);
  }
  return [...lines.values()];
}

/** The title already stands above the reason. */
const withoutTitle = (reason: string, title: string | undefined): string =>
  title && reason.endsWith(`：${title}`) ? reason.slice(0, -title.length - 1) : reason;
