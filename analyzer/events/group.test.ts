import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadEventBooks } from './books.ts';
import { addMember, groupOf, refreshMember, replaceMember, type Group } from './group.ts';
import { invent } from './invent.ts';
import { memberOf, type Member } from './member.ts';

const { grouping } = loadEventBooks(shippedConfigFolder());
const START = Date.parse('2026-11-20T08:00:00+08:00');
const TEXTS = ['东湖花园停水两天', '东湖花园又停水了', '和平里小区电梯坏了', '城东区一厂房爆炸'];

/** What happens to a group: a post joins, or one of its posts gets another text, hour or counters. */
const step = fc.record({
  act: fc.constantFrom('join', 'correct', 'count'),
  which: fc.nat(),
  text: fc.constantFrom(...TEXTS),
  minutes: fc.integer({ min: 0, max: 600 }),
});

const member = (text: string, minutes: number): Member => {
  const at = new Date(START + minutes * 60_000);
  return memberOf(invent({ at, text }), at, grouping);
};

/** Everything grouping compares, and what painting takes from the group itself. */
const seen = ({ texts, byFingerprint, profile, firstAt, lastAt, touchedAt, members }: Group) => ({
  ...{ texts, profile, firstAt, lastAt, touchedAt },
  members: new Map(members),
  byFingerprint: new Map(byFingerprint),
});

describe('a group', () => {
  it('is what its members are, whatever joined, was corrected or counted before', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const group = groupOf('g', true, [member(TEXTS[0]!, 300)]);
        for (const { act, which, text, minutes } of steps) {
          const known = [...group.members.values()][which % group.members.size]!;
          if (act === 'join') addMember(group, member(text, minutes));
          else if (act === 'correct') replaceMember(group, { ...member(text, minutes), id: known.id, revision: 2 });
          else refreshMember(group, { ...known, interactions: known.interactions + 7, seenAt: known.seenAt + 60_000 });
        }
        const anew = groupOf('g', true, group.members.values());
        // Exemplars are the very members; counters are no part of what is compared.
        const ids = (one: Group) => ({ ...seen(one), profile: { ...one.profile, exemplars: idsOf(one) } });
        const idsOf = (one: Group) => one.profile.exemplars.map(({ id }) => id);
        expect(ids(group)).toEqual(ids(anew));
      }),
      { numRuns: 300 },
    );
  });
});
