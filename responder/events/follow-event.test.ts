import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { anEvent, graveEvent, isoLocal } from '../../tests/harness/responder.ts';
import { loadResponderBooks } from '../books.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { follow } from './follow-event.ts';

const books = loadResponderBooks(shippedConfigFolder());
const now = new Date('2026-03-10T12:00:00+08:00');
const event = anEvent('2026-03-10 09:40', { occurred: '2026-03-10 09:00' });
const ticket = (changes: Partial<Ticket> = {}): Ticket =>
  ({
    event,
    title: event.title,
    level_machine: event.level,
    colour: event.opinion.colour,
    colour_machine: event.opinion.colour,
    brought: [],
    colours_before: [],
    occurred_at: new Date(isoLocal('2026-03-10 09:00')),
    occurred_source: '文本',
    occurred_history: [],
    published_at: new Date(event.outbreakPublishedAt),
    detected_at: new Date(event.detected!.at),
    judged_at: null,
    judged_basis: null,
    rejudge_due: false,
    ...changes,
  }) as Ticket;

describe('a newer picture of the event', () => {
  it('with a few more posts is renewed silently', () => {
    const grown = { ...event, revision: 2, counts: { ...event.counts, mentions: 8 } };
    expect(follow(ticket(), grown, books, now)).toMatchObject({ told: [], rejudge: null });
  });

  it('lets a judged ticket lose 网传 when an official report has told the matter since, and nothing else of its name', () => {
    const hearsay = { title: '网传江城市一工地坍塌', judged_at: now };
    const named = { ...event, revision: 2, title: '江城市一工地坍塌' };
    expect(follow(ticket(hearsay), named, books, now).patch).toMatchObject({ title: named.title });
    expect(follow(ticket({ ...hearsay, title: '工地坍塌' }), named, books, now).patch).not.toHaveProperty('title');
  });

  it('sets kind and colour until a person has judged, and only suggests afterwards', () => {
    const grave = graveEvent('2026-03-10 09:40', { id: event.id, revision: 2 });
    expect(follow(ticket(), grave, books, now).patch).toMatchObject({ colour: 'red', kind: 'work_safety' });
    const basis = { outcome: 'public_answer', colour: 'yellow', mentions: 6, levelRank: 0 } as const;
    const judged = follow(ticket({ judged_at: now, judged_basis: basis }), grave, books, now);
    expect(judged.patch).not.toHaveProperty('colour');
    expect(judged.patch).toMatchObject({ colour_machine: 'red', rejudge_due: true });
    expect(judged.rejudge).toBe('等级变更建议：事发30日内数字变化，机器估算的事件等级升高至Ⅱ级（重大）');
  });

  it('suggests by the newest picture who should answer, until a person has judged', () => {
    const about = (topic: string) => ({ ...event, revision: 2, topic, departments: [], accused: [] });
    const leadOf = (changes: Partial<Ticket>, topic: string): string | undefined => {
      const { routing } = follow(ticket(changes), about(topic), books, now).patch as { routing?: string };
      const advice = routing === undefined ? undefined : (JSON.parse(routing) as Ticket['routing']);
      return advice?.suggested.find(({ role }) => role === 'lead')?.unit;
    };
    expect(leadOf({}, 'education')).not.toBe(leadOf({}, 'transport'));
    expect(leadOf({ judged_at: now }, 'transport')).toBeUndefined();
  });

  it('moves the occurrence time it gave itself and never the one a person has set', () => {
    const said = { ...event, revision: 2, occurredAt: { at: isoLocal('2026-03-10 08:30'), source: '文本' } };
    expect(follow(ticket(), said, books, now).patch).toMatchObject({ occurred_at: new Date(said.occurredAt.at) });
    const byPerson = ticket({ occurred_at: new Date(isoLocal('2026-03-10 08:50')), occurred_source: '119接警记录' });
    expect(follow(byPerson, said, books, now).patch).not.toHaveProperty('occurred_at');
  });

  it('takes no later occurrence, neither than its own nor than the first post, tells it once and keeps both', () => {
    const said = (at: string) => ({
      ...event,
      revision: 2,
      occurredAt: { at: isoLocal(at), source: '网民反映“十一点半”' },
    });
    const later = follow(ticket(), said('2026-03-10 11:30'), books, now);
    expect(later.patch).not.toHaveProperty('occurred_at');
    expect(later.told).toEqual([
      '文本又述发生时间为3月10日11:30（网民反映“十一点半”），晚于现用的发生时间（3月10日09:00），时限不后移；确应更正的，请在研判或定级时填写',
    ]);
    const { event: kept, occurred_history: history } = later.patch as { event: string; occurred_history: string };
    const told = ticket({ event: JSON.parse(kept) as Ticket['event'], occurred_history: JSON.parse(history) as [] });
    expect(told.event.occurredAt).toEqual(event.occurredAt);
    expect(follow(told, { ...said('2026-03-10 11:30'), revision: 3 }, books, now).told).toEqual([]);
    // It still is the machine's own: an earlier reading goes on to count.
    expect(follow(told, said('2026-03-10 08:30'), books, now).patch).toHaveProperty('occurred_at');
    const unknown = ticket({ occurred_at: null, event: { ...event, occurredAt: null } });
    expect(follow(unknown, said('2026-03-10 11:30'), books, now).told.join()).toContain(
      '晚于首条公开信息（3月10日09:40）',
    );
    expect(follow(unknown, said('2026-03-10 09:20'), books, now).patch).toHaveProperty('occurred_at');
  });

  it('takes an earlier first post and never a later one', () => {
    const earlier = { ...event, revision: 2, outbreakPublishedAt: isoLocal('2026-03-10 07:00') };
    expect(follow(ticket(), earlier, books, now).patch).toMatchObject({
      published_at: new Date(earlier.outbreakPublishedAt),
    });
    const later = { ...event, revision: 2, outbreakPublishedAt: isoLocal('2026-03-10 11:00') };
    expect(follow(ticket(), later, books, now).patch).not.toHaveProperty('published_at');
  });
});
