import { describe, expect, it } from 'vitest';
import { VERB_TABLE, type VerbRow } from '../../../responder/tickets/states.ts';
import type { MyTask } from '../../api/schemas/tasks.ts';
import type { TicketDetail } from '../../api/schemas/tickets.ts';
import { GROUPS, orderVerbs, waitingByDesk } from './verb-order.ts';

const verb = (name: string, blocked: string | null = null, desk: string | null = null) => ({
  ...{ verb: name, name, blocked, desk },
});
const detail = (state: string, ...allowedVerbs: ReturnType<typeof verb>[]) =>
  ({ ticket: { state, flags: [] }, judgement: null, allowedVerbs }) as unknown as TicketDetail;
const judged = (outcome: string, ...flags: string[]) =>
  ({
    ...detail('judged', verb('dispatch'), verb('close')),
    ...{ ticket: { state: 'judged', flags }, judgement: { outcome } },
  }) as unknown as TicketDetail;
const task = (name: string | null, desk: string | null = null) => ({ verb: name, desk }) as MyTask;
const names = (verbs: readonly { verb: string }[]) => verbs.map((item) => item.verb);

describe('the buttons of a ticket', () => {
  const office = detail(
    'handling',
    verb('judge'),
    verb('note'),
    verb('extend'),
    verb('refuse-extension'),
    verb('rule', '没有待裁定的退回'),
    verb('publish-release', null, 'release'),
  );

  it('show what waits for this person, the rest behind 更多 by its group, and why the others may not', () => {
    const { steps, more, blocked } = orderVerbs(office, [task('extend'), task('publish-release', 'release')]);
    expect(names(steps)).toEqual(['extend', 'refuse-extension']);
    expect(more.map(({ title, verbs }) => [title, names(verbs)])).toEqual([
      ['研判定级', ['judge']],
      ['办结及其他', ['note']],
    ]);
    expect(names(blocked)).toEqual(['rule']);
  });
  it('name the ordinary next step where nothing waits', () => {
    expect(names(orderVerbs(detail('dispatched', verb('note'), verb('return'), verb('accept')), []).steps)).toEqual([
      'accept',
      'return',
    ]);
    expect(orderVerbs(detail('handling', verb('note')), []).steps).toEqual([]);
  });
  it('offer no assigning where a decision is awaited, or where nothing is to be answered', () => {
    const first = (one: TicketDetail) => names(orderVerbs(one, []).steps);
    expect(first(judged('public_answer'))).toEqual(['dispatch']);
    expect(first(judged('no_answer', 'needs_second'))).toEqual([]);
    expect(first(judged('public_answer', 'returned'))).toEqual([]);
    expect(first(judged('prepared_line'))).toEqual(['close']);
  });
  it('do not put the registering of an answer first while it waits on the release desk', () => {
    const answering = detail('reviewed', verb('record-release'), verb('note'));
    expect(names(orderVerbs(answering, [task('record-release')]).steps)).toEqual(['record-release']);
    const { steps, more } = orderVerbs(answering, [task('confirm-channel', 'release')]);
    expect(steps).toEqual([]);
    expect(more.find(({ title }) => title === '回应')!.verbs).toMatchObject([{ verb: 'record-release' }]);
  });
  it('every act on the ticket itself has its group, and none has two', () => {
    const rows: readonly VerbRow[] = VERB_TABLE;
    const grouped = GROUPS.flatMap(({ verbs }) => verbs);
    expect([...grouped].sort()).toEqual(
      rows
        .filter((row) => row.desk === undefined)
        .map(({ name }) => name)
        .sort(),
    );
  });
});

it('each page of a ticket says how many things wait there', () => {
  const counts = waitingByDesk([task('judge'), task('approve-fact', 'facts'), task('approve-fact', 'facts')]);
  expect([counts.get('ticket'), counts.get('facts'), counts.get('media')]).toEqual([1, 2, undefined]);
});
