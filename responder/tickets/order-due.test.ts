import { describe, expect, it } from 'vitest';
import { loadResponderBooks } from '../books.ts';
import { archiveTimes, orderDue } from './order-due.ts';

const books = loadResponderBooks('config');
const at = (text: string) => new Date(`2026-${text.replace(' ', 'T')}:00+08:00`);
const judged = (colour: 'red' | 'orange' | 'yellow' | 'blue' | null, when: string, second: string | null = null) => ({
  ...{ colour, judged_at: at(when), rejudged_at: null, second_at: second === null ? null : at(second) },
});

describe('until when a judged matter should be ordered', () => {
  it.each([
    ['red: minutes, at night too', judged('red', '03-10 23:00'), '03-10 23:15'],
    ['orange', judged('orange', '03-10 23:00'), '03-10 23:30'],
    ['yellow: an hour of work', judged('yellow', '03-10 10:00'), '03-10 11:00'],
    ['blue: four hours of work, over noon', judged('blue', '03-10 10:00'), '03-10 16:00'],
    ['blue judged in the evening: next morning', judged('blue', '03-10 20:00'), '03-11 14:30'],
    ['without colour as blue', judged(null, '03-10 10:00'), '03-10 16:00'],
    [
      'a non-answer refused by the second person counts from then',
      judged('red', '03-10 09:00', '03-10 09:40'),
      '03-10 09:55',
    ],
  ])('%s', (_name, matter, expected) => {
    expect(orderDue(matter, at('03-12 10:00'), books)).toEqual(at(expected));
  });

  it('never past what the public waits for', () => {
    expect(orderDue(judged('blue', '03-10 10:00'), at('03-10 11:00'), books)).toEqual(at('03-10 11:00'));
  });
});

it('a closed matter may be put away when its observation is over, and should be five working days later', () => {
  const times = (released: string | null) =>
    archiveTimes({ closed_at: at('03-10 10:00'), last_release_at: released === null ? null : at(released) }, 24, books);
  expect(times(null).from).toEqual(at('03-10 10:00'));
  expect(times('03-10 09:00').from).toEqual(at('03-11 09:00'));
  expect(times('03-10 09:00').due).toEqual(at('03-18 17:30'));
});
