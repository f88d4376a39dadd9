import type { Mention } from '../../ingest/messages.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Analysis, AnalyzedMention } from '../messages.ts';

/** An invented post of 江城市 in few words, for the grouping bench and for tests; everything not named is ordinary. */
export interface Invented {
  text: string;
  title?: string;
  /** ISO 8601. */
  at: string | Date;
  source?: string;
  sourceType?: Mention['sourceType'];
  voice?: string | null;
  /** Names from the province down, e.g. ['江南省', '江城市', '城东区']. */
  place?: string[];
  mention?: Partial<Mention>;
  analysis?: Partial<Analysis>;
}

export function invent(post: Invented): AnalyzedMention {
  const at = new Date(post.at);
  const id = uuidv7(at);
  const mention: Mention = {
    ...{
      id,
      source: post.source ?? post.sourceType ?? 'weibo',
      sourceType: post.sourceType ?? 'weibo',
      externalId: id,
    },
    ...{ url: null, title: post.title ?? '', text: post.text },
    ...{ publishedAt: toLocalIso(at), publishedPrecision: 'minute', collectedAt: toLocalIso(at) },
    ...{ parentId: null, counts: {}, region: null, rank: null, intakeKind: 'opinion', order: null },
    ...{ registration: null, voice: post.voice === undefined ? id : post.voice, duplicateOf: null },
    fingerprint: post.text.replace(/[^\p{L}\p{N}]/gu, ''),
    ...{ revision: 1, change: 'new', history: false, jurisdiction: '990100', origin: 'live' },
    ...post.mention,
  };
  return { mention, analysis: inventAnalysis(post) };
}

function inventAnalysis(post: Invented): Analysis {
  const place = post.place;
  return {
    topic: { primary: 'utilities', secondary: [], confidence: 0.9 },
    ...{ appeal: 'complaint', sensitivity: { level: 1, confidence: 0.9 }, focus: [], departments: [], accused: [] },
    places: place ? [{ code: '990100', name: place.at(-1)!, path: place }] : [],
    ...{ facts: {}, eventKind: null, eventLevel: { low: null, high: null, rule: null, status: 'none' } },
    ...{ keywords: [], evidence: [], needsPerson: false },
    ...post.analysis,
  };
}
