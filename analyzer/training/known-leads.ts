import type { AnalyzerBooks } from '../brains/books.ts';
import { findDuty } from '../brains/duty.ts';
import { join } from '../brains/join.ts';
import { createScorer } from '../model/score.ts';
import { indexOf, type RawWeights } from '../model/weights.ts';
import { readForTraining } from './read-posts.ts';
import type { KnownLead, Order } from './duty-scale.ts';

/**
 * What duty table and topic would have suggested for orders whose unit is known. Left out: nobody's matters, and leads no order names
 * (公积金中心, 医保局): of them the orders can tell nothing. The orders tell no place of the tree, so places are left aside.
 */
export function knownLeads(orders: readonly Order[], books: AnalyzerBooks, raw: RawWeights): KnownLead[] {
  const scorer = createScorer({ ...raw, ...indexOf(raw.keys) });
  const answering = new Set(orders.map(({ unit }) => unit));
  return orders.flatMap(({ text, unit }): KnownLead[] => {
    const { post, rules, signals } = readForTraining(text, books);
    const { topic } = join(scorer.score(post.view, post.replyStart, signals).margins, rules, raw.header);
    if (topic.primary === 'none') return [];
    const { lead, basis } = findDuty(post, books, { topic: topic.primary });
    if (basis.kind !== 'fallback' && !answering.has(lead.id)) return [];
    return [{ basis, topic: topic.confidence, right: lead.id === unit }];
  });
}
