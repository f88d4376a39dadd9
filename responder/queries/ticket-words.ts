import { loadRulebook } from '../../config/load.ts';
import { eventLevelsSchema } from '../../config/schema/event-levels.ts';
import { topicsSchema } from '../../config/schema/topics.ts';

/** Key → name, for papers that people read. */
export interface TicketWords {
  topics: ReadonlyMap<string, string>;
  kinds: ReadonlyMap<string, string>;
}

/** @throws AppError 'misconfigured' naming file and line. */
export function loadTicketWords(configFolder: string): TicketWords {
  const { topics } = loadRulebook(configFolder, 'topics', topicsSchema);
  const { kinds } = loadRulebook(configFolder, 'event-levels', eventLevelsSchema);
  return {
    topics: new Map<string, string>([...topics.map(({ key, name }) => [key, name] as const), ['none', '无关']]),
    kinds: new Map(kinds.map(({ kind, name }) => [kind, name] as const)),
  };
}
