import { z } from 'zod';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import { SHEET_FIELDS, type SheetField, type TicketRules } from '../../config/schema/ticket-rules.ts';
import type { ResponderBooks } from '../books.ts';
import { INTAKE_TITLES } from './intake-titles.ts';
import { colourRank, isHearsay } from './judgement.ts';
import { machineLevel, levelTitle } from './levels.ts';
import { unitName } from './permissions.ts';
import { spokenTime } from './timeline.ts';
import type { Ticket } from './ticket.ts';

export { SHEET_FIELDS, type SheetField } from '../../config/schema/ticket-rules.ts';

export const SHEET_TITLES: Record<SheetField, string> = {
  source: '信息来源',
  firstPost: '首发时间',
  path: '传播路径',
  followUps: '跟评情况',
  views: '网民主要观点',
  reaction: '社会反应',
  media: '媒体关注',
  trend: '走势研判',
  effect: '可能影响',
  nature: '事件性质',
  class: '舆情类别',
  body: '责任单位',
  asks: '公众诉求',
  confirmed: '已证实情况',
  unconfirmed: '未证实情况',
  earlier: '我方此前表态',
  risks: '风险点',
  control: '拟采取措施',
};

const text = z.string().trim().max(500).optional();
/** 研判单 as a person fills it; what is left out is what the machine knows. */
export const sheetInput = z.strictObject({
  ...(Object.fromEntries(SHEET_FIELDS.map((field) => [field, text])) as Record<SheetField, typeof text>),
  /** 是否须会商. */
  consult: z.boolean().optional(),
});
export type SheetInput = z.output<typeof sheetInput>;

/** The sheet as it is kept: every field that has a text, and which of them nobody touched. */
export interface KeptSheet {
  fields: Partial<Record<SheetField, string>>;
  /** Filled by the machine and left so. */
  machine: SheetField[];
  consult: boolean | null;
}

const STAGES: Record<EventSnapshot['stage'], string> = {
  emerging: '刚出现',
  growing: '上升',
  peak: '高位',
  declining: '回落',
  ended: '平息',
};

/** What the machine knows of a matter, in the words of the sheet. `asked`: what is registered as asked by the public, the main thing first. */
export function prefill(
  ticket: Pick<Ticket, 'event' | 'routing' | 'previous_ticket'>,
  books: Pick<ResponderBooks, 'units' | 'topicNames'>,
  asked: readonly string[] = [],
): Partial<Record<SheetField, string>> {
  const { event } = ticket;
  const { counts } = event;
  const lead = ticket.routing.suggested.find((row) => row.role === 'lead');
  const level = machineLevel(event.level);
  return known({
    source: event.registration === null ? (event.detected?.why ?? '') : `接报：${event.registration.toldBy}`,
    firstPost: spokenTime(new Date(event.outbreakPublishedAt)),
    path: `${counts.platforms}个平台、${counts.sources}个来源`,
    followUps: `相关信息${counts.mentions}条，发声${counts.voices}人（去重）`,
    media: counts.media > 0 ? `已有${counts.media}家媒体报道` : '未见媒体报道',
    trend: `${STAGES[event.stage]}，热度${Math.round(event.heat)}`,
    effect: event.opinion.floors.map((floor) => floor.why).join('；'),
    nature: [books.topicNames.get(event.topic) ?? '', level === null ? '' : `机器估算${levelTitle(level)}`]
      .filter(Boolean)
      .join('，'),
    asks: asked.length > 0 ? asked.join('；') : asksOf(event),
    body: lead ? unitName(books.units, lead.unit) : '',
    unconfirmed: [
      isHearsay(event.title) ? event.title : '',
      ...(event.disputed ?? []).map(({ words }) => `说法不一：${words}`),
    ]
      .filter(Boolean)
      .join('；'),
  });
}

/** Whoever complains, asks or petitions wants what the matter is called after; of talk alone nobody knows what it wants but who reads it. */
function asksOf({ intakeKinds, title }: Pick<EventSnapshot, 'intakeKinds' | 'title'>): string {
  const asking = intakeKinds.filter((kind) => kind !== 'opinion' && kind !== 'emergency');
  return asking.length === 0 ? '' : `${asking.map((kind) => INTAKE_TITLES[kind]).join('、')}：${title}`;
}

const known = (fields: Partial<Record<SheetField, string | undefined>>): Partial<Record<SheetField, string>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined));

/** The person's words over the machine's. An emptied field counts as not filled in. */
export function keptSheet(machine: Partial<Record<SheetField, string>>, input: SheetInput = {}): KeptSheet {
  const { consult, ...written } = input;
  const said = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
  const fields = known({ ...machine, ...said });
  const untouched = SHEET_FIELDS.filter(
    (field) => machine[field] !== undefined && (written[field] === undefined || written[field] === machine[field]),
  );
  return { fields, machine: untouched, consult: consult ?? null };
}

/** Fields the rulebook asks for at this colour and that are still empty, in the order of the sheet. */
export function missingFields(
  rules: TicketRules['judgement'],
  colour: Ticket['colour'],
  sheet: KeptSheet,
): SheetField[] {
  const asked = new Set(
    rules.required
      .filter((row) => row.colours === undefined || (colourRank(colour) > 0 && row.colours.includes(colour!)))
      .flatMap((row) => row.fields),
  );
  return SHEET_FIELDS.filter((field) => asked.has(field) && !sheet.fields[field]);
}
