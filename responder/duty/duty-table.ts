import type { EventSnapshot } from '../../analyzer/messages.ts';
import { localDay } from '../../platform/runtime/local-time.ts';
import type { Person } from '../table-types.ts';

/** One line of the duty table as a lead body changed it. `keyword` '' = the whole topic. */
export interface DutyRow {
  topic: string;
  keyword: string;
  unit: string;
  validFrom: Date;
  setBy: Person;
  reason: string;
}

/** The line that holds for this event: one with a word goes before one of the whole topic, the longer word before the shorter. Pure. */
export function dutyFor(
  rows: readonly DutyRow[],
  event: Pick<EventSnapshot, 'topic' | 'title' | 'keywords'>,
): DutyRow | null {
  const said = (word: string): boolean => event.title.includes(word) || event.keywords.includes(word);
  const held = rows.filter(({ topic, keyword }) => topic === event.topic && (keyword === '' || said(keyword)));
  return [...held].sort((a, b) => b.keyword.length - a.keyword.length)[0] ?? null;
}

/**
 * The event with the suggested lead of the duty table above the one of the analyzer's own books, which then helps no more. The tree of W-01 … W-07
 * and the recusal of accused units come after it and stay as they are. Pure.
 */
export function withDuties<E extends EventSnapshot>(event: E, rows: readonly DutyRow[]): E {
  const row = dutyFor(rows, event);
  if (row === null) return event;
  const [about, since] = [row.keyword === '' ? '' : `“${row.keyword}”`, localDay(row.validFrom)];
  const lead = {
    ...{ id: row.unit, name: row.unit, role: 'lead' as const, score: 1 },
    reason: `职责表${about}（${since}起，${row.setBy.name}：${row.reason}）`,
  };
  const others = event.departments.filter(({ id, role }) => role !== 'lead' && id !== row.unit);
  return { ...event, departments: [lead, ...others] };
}
