import type { EventSnapshot } from '../../analyzer/messages.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';

/** An invented grave accident that has just happened: its ticket runs as many clocks at once as one can. For measurements. */
export function benchEvent(now: Date): EventSnapshot {
  const at = toLocalIso(now);
  return {
    ...{ id: uuidv7(now), revision: 1, title: '云山县某化工厂爆炸', topic: 'work_safety', sensitivity: 3, focus: [] },
    ...{ kind: 'work_safety', level: { low: 'II', high: 'II', rule: 'T-work-safety', status: 'suggested' } },
    facts: { deaths: { low: 10, high: 10 } },
    opinion: { colour: 'red', score: 88, parts: [], floors: [] },
    ...{ stage: 'growing', heat: 10, counts: { mentions: 6, voices: 6, sources: 2, platforms: 2, media: 0 } },
    ...{ jurisdiction: '990100', places: [], departments: [], accused: [], keywords: [] },
    ...{ firstPublishedAt: at, outbreakPublishedAt: at, lastPublishedAt: at, occurredAt: { at, source: '文本' } },
    detected: { at, by: 'rule', why: '多源出现' },
    ...{ upperRequest: false, registration: null, orders: [], intakeKinds: [], history: false, mergedInto: null },
    ...{ added: [], origin: 'drill' },
  };
}
