import { createHash } from 'node:crypto';
import type { FigureReader } from '../figures/read-figures.ts';
import { OUTCOME_TITLES, VERIFICATION_TITLES } from '../tickets/judgement.ts';
import { levelTitle, machineLevel, setLevel } from '../tickets/levels.ts';
import type { Units } from '../tickets/permissions.ts';
import { spokenTime } from '../tickets/timeline.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { differencesFrom, type ApprovedFact } from './approved-facts.ts';
import { isTold, NO_FIGURES } from './left-out.ts';
import { measuresTaken, type Hop } from './measures-taken.ts';
import type { Section, UpwardKind, UsedFact } from './upward-tables.ts';

/** rules.md §9.1: headings of 快报（首报）, 续报, 终报. */
export const HEADINGS: Record<UpwardKind, readonly string[]> = {
  first: ['时间地点来源', '基本情况', '伤亡损失', '传播情况', '已采取措施', '初步研判', '建议'],
  continued: ['核实数据', '危害与范围', '措施', '态势', '进展'],
  final: ['基本情况', '处置', '现状', '下一步'],
};
export const KIND_TITLES: Record<UpwardKind, string> = { first: '快报', continued: '续报', final: '终报' };
export const MARK = '内部资料';

const ORDINAL = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
/** 续报一, 续报二 …; `seq` 1 = the first report. */
export function upwardTitle(kind: UpwardKind, matter: string, seq: number): string {
  const nth = kind === 'continued' ? (ORDINAL[seq - 1] ?? String(seq - 1)) : '';
  return `关于“${matter}”的${KIND_TITLES[kind]}${nth}`;
}

export interface Told {
  ticket: Ticket;
  /** What it is called, see matterName(). */
  matter: string;
  facts: readonly ApprovedFact[];
  /** Lines of the sheet the report before already told. */
  told: readonly UsedFact[];
  /** Who held the order, in turn. */
  hops: readonly Hop[];
  /** Titles of what units tell differently, see openDifferences(). */
  open: readonly string[];
  units: Units;
}

/** The title of the ticket without the clauses whose figures the sheet does not say: what posts tell is no figure of ours. */
export function matterName(title: string, facts: readonly ApprovedFact[], read: FigureReader): string {
  const clauses = title.split(/(?<=[，,；;])/);
  const kept = clauses.filter((clause) => differencesFrom(facts, clause, read).length === 0).join('');
  return kept.replace(/[，,；;]+$/, '') || '本事件';
}

/** The headings, filled with what is on record; what only people know stays empty and has to be written. Pure. */
export function draftSections(kind: UpwardKind, given: Told): Section[] {
  const filled = FILL[kind](given);
  return HEADINGS[kind].map((heading) => ({ heading, text: filled[heading] ?? '' }));
}

const FILL: Record<UpwardKind, (given: Told) => Record<string, string>> = {
  first: (given) => ({
    时间地点来源: whereFrom(given.ticket),
    基本情况: `${given.matter}（${VERIFICATION_TITLES[given.ticket.verification]}）`,
    伤亡损失: [factText(given.facts) || NO_FIGURES, openText(given.open)].filter((text) => text !== '').join('；'),
    传播情况: spread(given.ticket),
    已采取措施: measures(given),
    初步研判: judged(given.ticket),
  }),
  // Only what is new; a 续报 does not tell the start again.
  continued: ({ facts, told, ticket, open }) => ({
    核实数据: [factText(facts.filter((fact) => !isTold(fact, told))) || '较上次报告无变化', openText(open)]
      .filter((text) => text !== '')
      .join('；'),
    态势: spread(ticket),
  }),
  final: (given) => ({
    基本情况: [factText(given.facts), judged(given.ticket)].filter((text) => text !== '').join('\n'),
    处置: measures(given),
  }),
};

const openText = (open: readonly string[]): string =>
  open.length === 0 ? '' : `${open.join('、')}各方说法不一，正在会商核实`;

const factText = (facts: readonly ApprovedFact[]): string =>
  facts
    .filter(({ disputed }) => !disputed)
    .map((fact) => `${fact.text.replace(/。$/, '')}（截至${spokenTime(new Date(fact.asOf))}，${fact.source}）`)
    .join('；');

function whereFrom(ticket: Ticket): string {
  const place = ticket.event.places.map(({ path }) => path.join('')).join('、');
  const told = ticket.event.registration;
  return [
    ticket.occurred_at === null
      ? '事发时间正在核实'
      : `${spokenTime(ticket.occurred_at)}发生（${ticket.occurred_source ?? ''}）`,
    place === '' ? '' : `地点：${place}`,
    `${spokenTime(ticket.detected_at)}发现`,
    told === null ? '来源：网上监测' : `来源：${told.toldBy}`,
  ]
    .filter((text) => text !== '')
    .join('，');
}

function spread({ event }: Ticket): string {
  const { mentions, platforms, media } = event.counts;
  return `已发现信息 ${mentions} 条，涉及 ${platforms} 个平台${media > 0 ? `、媒体 ${media} 家` : ''}`;
}

const measures = ({ ticket, hops, units }: Told): string => measuresTaken(ticket, hops, units);

function judged(ticket: Ticket): string {
  const level = setLevel(ticket);
  const machine = machineLevel(ticket.level_machine);
  const graded = level ? `值班初判${levelTitle(level)}` : machine ? `机器估算${levelTitle(machine)}，待人工定级` : '';
  const official = ticket.level_official ? `主管部门认定${levelTitle(ticket.level_official)}` : graded;
  const outcome = ticket.outcome ? `拟${OUTCOME_TITLES[ticket.outcome]}` : '';
  return [official, outcome].filter((text) => text !== '').join('，');
}

/** As it is read and sent. */
export const upwardDocument = (title: string, sections: readonly Section[]): string =>
  [MARK, title, ...sections.flatMap(({ heading, text }) => [`【${heading}】`, text])].join('\n');

export const upwardHash = (title: string, sections: readonly Section[]): string =>
  createHash('sha256').update(upwardDocument(title, sections)).digest('hex');

/** So many characters in a row are a repetition; a name of a place or a firm is shorter. */
const REPEATED_FROM = 25;
/** Headings that tell the start. */
export const START = ['时间地点来源', '基本情况'];
const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

/** The first passage a 续报 has in common with the start as it was told before; null = none. Pure. */
export function repeated(sections: readonly Section[], first: readonly Section[]): string | null {
  const start = first.filter(({ heading }) => START.includes(heading)).map(({ text }) => bare(text));
  const known = start.join('');
  for (const text of sections.map((section) => bare(section.text))) {
    for (let at = 0; at + REPEATED_FROM <= text.length; at += 1) {
      const passage = text.slice(at, at + REPEATED_FROM);
      if (known.includes(passage)) return passage;
    }
  }
  return null;
}
