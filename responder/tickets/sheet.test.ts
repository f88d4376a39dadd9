import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { anEvent, graveEvent } from '../../tests/harness/responder.ts';
import { loadResponderBooks } from '../books.ts';
import { adviceFor } from '../events/open-ticket.ts';
import { peakColour, rememberColours } from './judgement.ts';
import { keptSheet, missingFields, prefill } from './sheet.ts';

const books = loadResponderBooks(shippedConfigFolder());
const rules = books.ticketRules.judgement;
const filled = (event = anEvent('2026-03-10 09:40')) =>
  prefill({ event, routing: adviceFor(event, books), previous_ticket: null }, books);

describe('the judgement sheet', () => {
  it('is filled with what the machine knows', () => {
    expect(filled()).toMatchObject({
      firstPost: '3月10日09:40',
      path: '2个平台、2个来源',
      media: '未见媒体报道',
      body: '江城水务集团',
      nature: '公用事业',
    });
    expect(filled(graveEvent('2026-03-10 09:40')).effect).toBe('事件等级Ⅱ');
    expect(filled()).not.toHaveProperty('asks');
  });

  it('is filled with what the public asks where that is on record: registered, else as it came in', () => {
    const order = anEvent('2026-03-10 09:40', { intakeKinds: ['complaint', 'opinion'], title: '和平街道某小区停水' });
    expect(filled(order).asks).toBe('投诉举报：和平街道某小区停水');
    expect(missingFields(rules, 'blue', keptSheet(filled(order)))).toEqual([]);
    const ticket = { event: order, routing: adviceFor(order, books), previous_ticket: null };
    expect(prefill(ticket, books, ['何时恢复供水', '水费如何减免']).asks).toBe('何时恢复供水；水费如何减免');
  });

  it('keeps a person’s words over the machine’s, and says which nobody touched', () => {
    const kept = keptSheet(filled(), { media: '市电视台已到场', asks: '尽快恢复供水', views: '' });
    expect(kept.fields).toMatchObject({ media: '市电视台已到场', asks: '尽快恢复供水' });
    expect(kept.fields).not.toHaveProperty('views');
    expect(kept.machine).toContain('path');
    expect(kept.machine).not.toContain('media');
  });

  it('asks for more the graver the colour', () => {
    const sheet = keptSheet(filled());
    expect(missingFields(rules, 'blue', sheet)).toEqual(['asks']);
    expect(missingFields(rules, 'red', sheet)).toEqual(['asks', 'confirmed', 'unconfirmed', 'risks', 'control']);
    expect(missingFields(rules, null, keptSheet(filled(), { asks: '退款' }))).toEqual([]);
  });

  it('a field that was emptied is missing', () => {
    expect(missingFields(rules, 'blue', keptSheet(filled(), { asks: '退款', nature: '' }))).toEqual(['nature']);
  });
});

describe('colours of the day before', () => {
  const now = new Date('2026-03-10T12:00:00+08:00');
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  const ticket = { colour: 'blue', colour_machine: 'blue' } as const;

  it.each<[number, string]>([
    [1, 'orange'],
    [23, 'orange'],
    [25, 'blue'],
  ])('orange until %i hours ago counts as %s', (hours, peak) => {
    const before = rememberColours([], ['orange'], hoursAgo(hours));
    expect(peakColour({ ...ticket, colours_before: before }, now, 24)).toBe(peak);
  });

  it('the machine’s colour counts, whatever a person made of it', () => {
    expect(peakColour({ ...ticket, colour_machine: 'yellow', colours_before: [] }, now, 24)).toBe('yellow');
  });

  it('forgets after a week', () => {
    const old = rememberColours([], ['red'], hoursAgo(24 * 8));
    expect(rememberColours(old, [null, 'yellow'], now).map(({ colour }) => colour)).toEqual(['yellow']);
  });
});
