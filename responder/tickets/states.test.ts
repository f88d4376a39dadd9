import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { TICKET_STATES, type TicketState } from '../messages.ts';
import { isLegal, nextState, VERB_TABLE, whyNotNow, type VerbName } from './states.ts';

const names = VERB_TABLE.map((verb) => verb.name) as VerbName[];
const moveArb = fc.record({ verb: fc.constantFrom(...names), pick: fc.nat(3) });

describe('the state machine of a ticket', () => {
  it('never reaches a state outside the list, whatever is tried in whatever order', () => {
    fc.assert(
      fc.property(fc.array(moveArb, { maxLength: 60 }), (moves) => {
        let state: TicketState = 'received';
        for (const { verb, pick } of moves) {
          const wanted = TICKET_STATES[pick];
          const after = nextState(verb, state, pick === 0 ? undefined : wanted);
          if (after === null) continue;
          expect(isLegal(verb, state)).toBe(true);
          expect(TICKET_STATES).toContain(after);
          state = after;
        }
      }),
    );
  });

  it('names the paper signed, so that a paper to a unit is not taken for a release to the public', () => {
    const titleOf = (name: VerbName) => VERB_TABLE.find((verb) => verb.name === name)?.title;
    expect([titleOf('issue-draft'), titleOf('drop-draft')]).toEqual(['签发督办文稿', '不予签发督办文稿']);
  });

  it('lets every state reach the archive', () => {
    for (const start of TICKET_STATES) expect(reachable(start)).toContain('archived');
  });

  it('never skips judgement, dispatch or review on the ordinary way', () => {
    expect(nextState('accept', 'received')).toBeNull();
    expect(nextState('report', 'accepted')).toBeNull();
    expect(nextState('review', 'handling')).toBeNull();
    expect(nextState('close', 'received')).toBeNull();
    expect(nextState('archive', 'released')).toBeNull();
  });

  it('sends a rejected report back to handling and an approved one on', () => {
    expect(nextState('review', 'reported', 'handling')).toBe('handling');
    expect(nextState('review', 'reported')).toBe('reviewed');
    expect(nextState('review', 'reported', 'closed')).toBeNull();
  });

  it('moves an archived ticket by reopening only', () => {
    const legal = names.filter((name) => isLegal(name, 'archived'));
    expect(legal.filter((name) => nextState(name, 'archived') !== 'archived')).toEqual(['reopen']);
    // What lies under seal must still be taken away from readers and destroyed.
    expect(legal).toEqual(['evaluate', 'reopen', 'remove-reader', 'destroy-seals']);
  });

  it.each<[VerbName, TicketState, string | null]>([
    ['accept', 'dispatched', null],
    ['accept', 'received', '工单处于“接报”，不能执行“签收”；请先“交办”'],
    ['close', 'received', '工单处于“接报”，不能执行“办结”；请先“研判”'],
    ['report', 'accepted', '工单处于“已签收”，不能执行“反馈”；请先“开始办理”'],
    ['archive', 'released', '工单处于“已发布”，不能执行“归档”；请先“办结”'],
    ['accept', 'handling', '工单处于“办理中”，不能执行“签收”；这一步已经过去，请继续办理后面的环节'],
    ['judge', 'closed', '工单处于“已办结”，不能执行“研判”；请先“重启”'],
    ['note', 'archived', '工单处于“已归档”，不能执行“备注”；如须继续办理，请先“重启”'],
  ])('a refused verb says why and what comes first: %s when %s', (verb, state, expected) => {
    expect(whyNotNow(verb, state)).toBe(expected);
  });

  it('names every verb once and gives each at least one role', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const verb of VERB_TABLE) expect(verb.roles.length).toBeGreaterThan(0);
  });
});

function reachable(start: TicketState): Set<TicketState> {
  const seen = new Set<TicketState>([start]);
  const queue = [start];
  for (let state = queue.pop(); state; state = queue.pop()) {
    for (const verb of VERB_TABLE) {
      const moves: Partial<Record<TicketState, readonly TicketState[]>> = verb.moves;
      for (const to of moves[state] ?? []) {
        if (!seen.has(to)) queue.push(to);
        seen.add(to);
      }
    }
  }
  return seen;
}
