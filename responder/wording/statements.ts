import type { FactReader } from '../../analyzer/index.ts';
import type { WorkCalendar } from '../deadlines/calendar.ts';
import { figureText, titleOf } from '../consultations/figures.ts';
import { datesIn } from './dates.ts';
import { sentencesOf } from './sentences.ts';

/** Something a text states that another text can contradict. */
export interface Statement {
  /** What it is about: deaths, money:赔偿, date:恢复 … Equal keys are compared. */
  key: string;
  title: string;
  /** As compared. */
  value: string;
  /** As told. */
  words: string;
  /** Dates only: for "moved back". */
  at: Date | null;
  /** The sentence it stands in. */
  passage: string;
}

/** `base`: when the text is or was said. */
export interface StatementReader {
  figures: FactReader;
  calendar: Pick<WorkCalendar, 'day'>;
}

/** Numbers of people, sums of money and dates in a text, each with its sentence. */
export function statementsIn(text: string, base: Date, { figures, calendar }: StatementReader): Statement[] {
  const sentences = sentencesOf(text);
  return [
    ...peopleIn(text, sentences, figures),
    ...sentences.flatMap(moneyIn),
    ...sentences.flatMap((sentence) => eventDatesIn(sentence, base, calendar)),
  ];
}

function peopleIn(text: string, sentences: readonly string[], figures: FactReader): Statement[] {
  return figures(text).map(({ fact, low, high }) => {
    const value = figureText({ low, high });
    const own = sentences.find((one) => figures(one).some((told) => told.fact === fact && told.low === low));
    const passage = own ?? sentences.find((one) => one.includes(String(low))) ?? text.slice(0, 80);
    return { key: fact, title: titleOf(fact), value, words: value, at: null, passage };
  });
}

const SUM =
  /(赔偿|补偿|退还|退款|罚款|处罚|补助|抚恤|慰问|投资|欠薪|拖欠|工资|捐款|捐赠)[^，。；\d]{0,10}?(\d[\d,]*(?:\.\d+)?)\s*(亿元|万元|元)/g;
const YUAN: Record<string, number> = { 元: 1, 万元: 10_000, 亿元: 100_000_000 };

function moneyIn(sentence: string): Statement[] {
  return [...sentence.matchAll(SUM)].map(([words, label, number, unit]) => {
    const yuan = Number(number!.replaceAll(',', '')) * YUAN[unit!]!;
    return { key: `money:${label}`, title: `${label}金额`, value: String(yuan), words, at: null, passage: sentence };
  });
}

/** What happens on a date; the nearest one after it in the sentence names it. */
const HAPPENS =
  /发生|恢复|完成|完工|开工|复工|复课|开通|通车|竣工|公布|通报|退还|整改|开放|供水|供电|供气|到位|验收|投用/g;

function eventDatesIn(sentence: string, base: Date, calendar: Pick<WorkCalendar, 'day'>): Statement[] {
  const acts = [...sentence.matchAll(HAPPENS)];
  return datesIn(sentence, base, calendar).flatMap(({ words, at, start, end }) => {
    const next = acts.find(({ index }) => index >= end && index - end <= 25);
    const before = acts.findLast(({ index }) => index < start && start - index <= 15);
    const act = next ?? before;
    if (!act) return [];
    return [
      { key: `date:${act[0]}`, title: `“${act[0]}”的时间`, value: at.toISOString(), words, at, passage: sentence },
    ];
  });
}
