import { describe, expect, it } from 'vitest';
import { owedRecords, type OwingMatter } from './records-owed.ts';

const noon = new Date('2026-03-10T12:00:00+08:00');
const evening = new Date('2026-03-10T19:00:00+08:00');
const matter = (changes: Partial<OwingMatter> = {}): OwingMatter => ({
  ...{
    outcome: 'public_answer',
    dispositions: ['D-4'],
    adopted: false,
    concluded: null,
    told: [],
    openAsks: 0,
    ripe: true,
  },
  ...changes,
});
const owes = (changes: Partial<OwingMatter>) => owedRecords(matter(changes)).map(({ kindTitle }) => kindTitle);
const said = (at: Date) => ({ public: true, at, recorded_at: at });
const concluded = { on: '2026-03-10', recordedAt: evening };

describe('what closing will ask for waits for whoever can do it', () => {
  it.each<[string, Partial<OwingMatter>, string[]]>([
    ['a published notice wants no more', {}, []],
    ['a suggestion wants what was taken up', { dispositions: ['D-1'] }, ['待登记采纳情况']],
    ['a major problem wants a conclusion', { dispositions: ['D-3'], told: [said(noon)] }, ['待登记调查结论']],
    ['and its publication', { dispositions: ['D-3'], concluded, told: [said(noon)] }, ['待公布调查处置']],
    [
      'which waits while it is still handled, too',
      { dispositions: ['D-3'], concluded, ripe: false },
      ['待公布调查处置'],
    ],
    ['a conclusion is not asked for while it is still handled', { dispositions: ['D-3'], ripe: false }, []],
    ['that is after it', { dispositions: ['D-3'], concluded, told: [said(evening)] }, []],
    ['questions of the public', { openAsks: 2 }, ['群众关切待回答']],
    ['nothing is owed where nothing is answered', { outcome: 'no_answer', dispositions: ['D-3'], openAsks: 1 }, []],
  ])('%s', (_name, changes, expected) => {
    expect(owes(changes)).toEqual(expected);
  });
});
