import { loadRulebook } from '../../config/load.ts';
import { eventLevelsSchema, type EventLevelsBook } from '../../config/schema/event-levels.ts';
import { groupingSchema } from '../../config/schema/grouping.ts';
import { opinionLevelsSchema, type OpinionLevelsBook } from '../../config/schema/opinion-levels.ts';
import { warningsSchema, type WarningsBook } from '../../config/schema/warnings.ts';
import { compileGroupingRules, type GroupingRules } from './grouping-rules.ts';

/** Rulebooks that make events and warnings. */
export interface EventBooks {
  grouping: GroupingRules;
  opinion: OpinionLevelsBook;
  warnings: WarningsBook;
  levels: EventLevelsBook;
}

/** @throws AppError 'misconfigured' naming file and line. */
export function loadEventBooks(configFolder: string): EventBooks {
  return {
    grouping: compileGroupingRules(loadRulebook(configFolder, 'grouping', groupingSchema)),
    opinion: loadRulebook(configFolder, 'opinion-levels', opinionLevelsSchema),
    warnings: loadRulebook(configFolder, 'warnings', warningsSchema),
    levels: loadRulebook(configFolder, 'event-levels', eventLevelsSchema),
  };
}
