import { FACT_NAMES, type Facts } from '../messages.ts';
import { byPublication, voiceOf, type Authority, type Member } from './member.ts';

type FactName = (typeof FACT_NAMES)[number];
type Range = NonNullable<Facts[FactName]>;
export interface Claim {
  fact: FactName;
  range: Range;
  member: Member;
}

const RANK: Record<Authority, number> = { official: 0, unit: 1, media: 2, netizen: 3 };

/**
 * Numbers of an event from all its reports (rules.md §4.2): official > unit > media > netizen, within one authority the newest; never summed.
 * Among netizens the number most voices tell counts, the newest on a tie: one loud exaggeration does not rule.
 */
export function mergeFacts(members: Member[]): { facts: Facts; claims: Claim[] } {
  const facts: Facts = {};
  const claims: Claim[] = [];
  const telling = members.filter((member) => Object.keys(member.analysis.facts).length > 0);
  for (const fact of FACT_NAMES) {
    const stated = telling
      .flatMap((member) => {
        const range = member.analysis.facts[fact];
        return range ? [{ fact, range, member }] : [];
      })
      .sort((a, b) => byPublication(b.member, a.member));
    for (const claim of stated) claims.push(claim);
    const ruling = rulingClaim(stated);
    if (ruling) facts[fact] = ruling.range;
  }
  return { facts, claims };
}

function rulingClaim(newestFirst: Claim[]): Claim | undefined {
  const top = newestFirst.reduce((lowest, { member }) => Math.min(lowest, RANK[member.authority]), Infinity);
  const heard = newestFirst.filter((claim) => RANK[claim.member.authority] === top);
  return top === RANK.netizen ? mostVoiced(heard) : heard[0];
}

function mostVoiced(claims: Claim[]): Claim | undefined {
  const voices = new Map<string, Set<string>>();
  for (const claim of claims) {
    const heard = voices.get(key(claim.range)) ?? new Set();
    voices.set(key(claim.range), heard.add(voiceOf(claim.member)));
  }
  const most = Math.max(...[...voices.values()].map((heard) => heard.size));
  return claims.find((claim) => voices.get(key(claim.range))!.size === most);
}

const key = (range: Range): string => `${range.low}-${range.high ?? ''}`;
