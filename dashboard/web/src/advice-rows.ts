import type { EventSnapshot } from '../../../analyzer/messages.ts';
import type { MentionView } from '../../api/schemas/mentions.ts';
import type { TicketDetail } from '../../api/schemas/tickets.ts';
import { reasonWords } from './analysis-rows.ts';
import { sourceTypeName } from './labels.ts';
import { withoutCodes } from './rule-words.ts';

export interface AdviceRow {
  name: string;
  text: string;
  /** With the codes of the rules, for a tooltip. */
  title: string;
  soft: boolean;
}

const ROLES = [
  ['lead', '建议主办'],
  ['co', '建议协办'],
  ['coordinator', '协调'],
] as const;

/** Who should handle it, line by line, and why a unit the texts point at is not among them. Empty when nothing is suggested. */
export function adviceRows(
  { suggested, explanation }: Pick<TicketDetail['routing'], 'suggested' | 'explanation'>,
  { departments, accused }: Pick<EventSnapshot, 'departments' | 'accused'>,
): AdviceRow[] {
  if (suggested.length === 0) return [];
  const chosen = new Set(suggested.map(({ unit }) => unit.id));
  const named = ROLES.flatMap(([role, name]) => {
    const units = suggested.filter((one) => one.role === role).map(({ unit }) => unit.name);
    return units.length === 0 ? [] : [row(name, units.join('、'))];
  });
  const barred = new Set(accused.map(({ id }) => id));
  const others = departments
    .filter((one) => !chosen.has(one.id) && one.role !== 'supervisor')
    .map(
      (one) =>
        `${one.name}（${barred.has(one.id) ? '被反映单位，应当回避' : '文中涉及，分派规则未列，可由值班员加列'}）`,
    );
  return [
    ...named,
    ...(others.length === 0 ? [] : [row('未列入', others.join('；'), true)]),
    ...(explanation.length === 0
      ? []
      : [
          {
            ...row('理由', explanation.map((line) => reasonWords(withoutCodes(line))).join('；'), true),
            title: explanation.join('；'),
          },
        ]),
  ];
}

const row = (name: string, text: string, soft = false): AdviceRow => ({ name, text, title: text, soft });

/** What came in from elsewhere with a number of its own: 12345热线来件，原单号 d127. */
export const orderWords = (
  orders: readonly Pick<TicketDetail['orders'][number], 'number' | 'mentionId'>[],
  mentions: readonly Pick<MentionView, 'id' | 'sourceType'>[],
): string =>
  orders
    .map(({ number, mentionId }) => {
      const mention = mentions.find(({ id }) => id === mentionId);
      return `${mention ? sourceTypeName(mention.sourceType) : '外部'}来件，原单号 ${number}`;
    })
    .join('；');
