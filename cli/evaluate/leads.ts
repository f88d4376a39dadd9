import { loadAnalyzerBooks } from '../../analyzer/brains/books.ts';
import { chanceOfLead } from '../../analyzer/brains/duty.ts';
import { loadWeights } from '../../analyzer/model/weights.ts';
import { learnDutyScale, readOrders, reliabilityOf, type Order } from '../../analyzer/training/duty-scale.ts';
import { knownLeads } from '../../analyzer/training/known-leads.ts';
import { percent } from './in-words.ts';
import type { SetReport, SetWishes } from './set-report.ts';

/**
 * Whether the first unit is the one that answered, and whether its score tells how often. Development: learned on parts 2–4, measured on
 * part 1, topics by the shipped weights. Final: the shipped numbers, learned on parts 1–4, on part 0.
 */
export async function evaluateLeads({ corpus, configFolder, final }: SetWishes): Promise<SetReport> {
  const books = loadAnalyzerBooks(configFolder);
  const weights = loadWeights();
  const leads = (orders: readonly Order[]): ReturnType<typeof knownLeads> => knownLeads(orders, books, weights);
  const scale = final ? weights.header.duties : learnDutyScale(leads(await readOrders(corpus, [2, 3, 4])));
  const told = leads(await readOrders(corpus, [final ? 0 : 1])).map(({ basis, topic, right }) => ({
    ...{ chance: chanceOfLead(basis, topic, scale), right },
  }));
  const measured = reliabilityOf(told);
  const split = final
    ? 'group hash, part 0 of 5; duties learned on parts 1-4'
    : 'group hash, part 1 of 5; duties learned on parts 2-4';
  const lines = measured.tenths
    .filter(({ leads }) => leads > 0)
    .map(({ told, right, leads }) => `  说 ${percent(told)}  实 ${percent(right)}  ${leads} 条`);
  return {
    result: { set: 'haikou-leads', split, ...measured },
    words: `haikou-leads（建议牵头单位与实际承办单位种类，${measured.leads} 条，划分：${split}）\n  正确 ${percent(measured.right)}  平均偏差 ${percent(measured.error)}\n${lines.join('\n')}`,
  };
}
