import { factReader, measureReader } from '../../analyzer/index.ts';
import { titleOf, type FigureKey, type Span } from './figure.ts';
import { MEASURES, subjectOf, unitAt, type Measure } from './measures.ts';

/** A number of people (or the loss in yuan) with its role: dead, injured … */
export interface PeopleFigure extends Span {
  key: FigureKey;
  title: string;
}

/** Any number with a unit. */
export interface MeasuredFigure extends Span {
  /** households:停水; '' = the clause does not say of what, so it is compared with nothing. */
  key: string;
  /** 停水户数. */
  title: string;
  measure: Measure;
  /** As written. */
  words: string;
  /** Added to day by day: more than before is no contradiction. */
  grows: boolean;
}

/** The one reader of figures in papers of our own: gate, wording and fact sheet all ask it. */
export interface FigureReader {
  people(text: string): PeopleFigure[];
  measured(text: string): MeasuredFigure[];
}

export function figureReader(configFolder: string): FigureReader {
  const people = factReader(configFolder);
  const measures = measureReader(configFolder, unitAt);
  return {
    people: (text) => people(text).map(({ fact, low, high }) => ({ key: fact, title: titleOf(fact), low, high })),
    measured(text) {
      const { view, figures } = measures(text);
      return figures.map(({ unit, low, high, words, start, end }) => {
        const measure = unit as Measure;
        const { name, grows } = subjectOf(view, start, end);
        const isCompared = name !== '' && measure !== 'people';
        const key = isCompared ? `${measure === 'yuan' ? 'money' : measure}:${name}` : '';
        return { key, title: `${name}${MEASURES[measure]}`, measure, low, high, words, grows };
      });
    },
  };
}
