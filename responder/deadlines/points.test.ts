import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { fromLocal } from '../../platform/runtime/local-time.ts';
import { loadResponderBooks } from '../books.ts';
import type { ClockPoint } from '../tables.ts';
import { replanPoints } from './points.ts';

const books = loadResponderBooks(shippedConfigFolder());

const at = (day: number, time: string): Date => fromLocal(`2026-03-0${day}`, time);
const point = (name: string, kind: ClockPoint['kind'], when: Date, fired?: true): ClockPoint => ({
  ...{ point: name, kind, at: when.toISOString(), title: name },
  ...(fired && { fired }),
});

describe('a public deadline that moves', () => {
  const clock = () => ({
    ...{ rule: books.clocks.rules.find(({ id }) => id === 'N-01')!, start_at: at(3, '08:10'), due_at: at(3, '13:10') },
    points: [
      point('agree', 'milestone', at(3, '09:10'), true),
      point('submit', 'milestone', at(3, '11:10')),
      point('final', 'milestone', at(3, '12:10')),
      point('due', 'due', at(3, '13:10')),
    ],
  });
  const milestones = (due: Date, now: Date) =>
    replanPoints(clock(), due, books, now)
      .points.filter(({ kind }) => kind === 'milestone')
      .map((one) => [one.point.split('@')[0], one.at, one.fired ?? false]);

  it('takes along what was laid back from it and has not come out, under a name of its own', () => {
    expect(milestones(at(9, '13:10'), at(9, '10:30'))).toEqual([
      ['agree', at(3, '09:10').toISOString(), true],
      ['submit', at(9, '11:10').toISOString(), false],
      ['final', at(9, '12:10').toISOString(), false],
    ]);
    const twice = replanPoints(
      { ...clock(), ...replanPoints(clock(), at(9, '13:10'), books, at(9, '10:30')), due_at: at(9, '13:10') },
      at(9, '13:20'),
      books,
      at(9, '10:30'),
    );
    expect(twice.points.filter(({ point: name }) => name.split('@').length > 2)).toEqual([]);
  });

  it('leaves out what would lie in the past', () => {
    expect(milestones(at(3, '12:30'), at(3, '10:45')).map(([name]) => name)).toEqual(['agree', 'final']);
  });
});
