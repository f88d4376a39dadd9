import { figureText, type Span } from '../figures/figure.ts';
import type { FigureReader } from '../figures/read-figures.ts';
import type { WorkCalendar } from '../deadlines/calendar.ts';
import { datesIn, hoursIn } from './dates.ts';
import { sentencesOf } from './sentences.ts';

/** Something a text states that another text can contradict. */
export interface Statement extends Span {
  /** What it is about: deaths, money:赔偿, households:停水, date:恢复 … Equal keys are compared. */
  key: string;
  title: string;
  /** As compared. Dates: milliseconds in low and high. */
  value: string;
  /** As told. */
  words: string;
  /** Dates only: for "moved back". */
  at: Date | null;
  /** Added to day by day: only less than before is a contradiction. */
  grows: boolean;
  /** The sentence it stands in. */
  passage: string;
}

/** `base`: when the text is or was said. */
export interface StatementReader {
  figures: FigureReader;
  calendar: Pick<WorkCalendar, 'day'>;
}

/** Figures, dates and hours in a text, each with its sentence. */
export function statementsIn(text: string, base: Date, { figures, calendar }: StatementReader): Statement[] {
  const sentences = sentencesOf(text);
  return [
    ...peopleIn(text, sentences, figures),
    ...sentences.flatMap((sentence) => measuredIn(sentence, figures)),
    ...sentences.flatMap((sentence) => eventTimesIn(sentence, base, calendar)),
  ];
}

function peopleIn(text: string, sentences: readonly string[], figures: FigureReader): Statement[] {
  return figures.people(text).map(({ key, title, low, high }) => {
    const value = figureText({ low, high });
    const own = sentences.find((one) => figures.people(one).some((told) => told.key === key && told.low === low));
    const passage = own ?? sentences.find((one) => one.includes(String(low))) ?? text.slice(0, 80);
    return { ...{ key, title, low, high, value, words: value }, at: null, grows: false, passage };
  });
}

function measuredIn(sentence: string, figures: FigureReader): Statement[] {
  return figures
    .measured(sentence)
    .filter(({ key }) => key !== '')
    .map(({ measure: _, ...figure }) => ({ ...figure, value: figureText(figure), at: null, passage: sentence }));
}

/** What happens on a date; the nearest one after it in the sentence names it. */
const HAPPENS =
  /发生|恢复|完成|完工|开工|复工|复课|开通|通车|竣工|公布|通报|退还|整改|开放|供水|供电|供气|到位|验收|投用/g;

function eventTimesIn(sentence: string, base: Date, calendar: Pick<WorkCalendar, 'day'>): Statement[] {
  const acts = [...sentence.matchAll(HAPPENS)];
  const actOf = ({ start, end }: { start: number; end: number }): string | undefined =>
    (acts.find(({ index }) => index >= end && index - end <= 25) ??
      acts.findLast(({ index }) => index < start && start - index <= 15))?.[0];
  const dates = datesIn(sentence, base, calendar);
  const hours = hoursIn(sentence).filter(({ start }) => !dates.some((date) => date.start <= start && start < date.end));
  const common = { grows: false, passage: sentence };
  return [
    ...dates.flatMap(({ words, at, low, high, ...spot }) => {
      const act = actOf(spot);
      const span = { low: low.getTime(), high: high.getTime() };
      const told = { title: `“${act}”的时间`, value: at.toISOString(), words, at, ...span, ...common };
      return act === undefined ? [] : [{ key: `date:${act}`, ...told }];
    }),
    ...hours.flatMap(({ words, low, high, ...spot }) => {
      const act = actOf(spot);
      const told = { title: `“${act}”的时刻`, value: String(low), words, at: null, low, high, ...common };
      return act === undefined ? [] : [{ key: `hour:${act}`, ...told }];
    }),
  ];
}
