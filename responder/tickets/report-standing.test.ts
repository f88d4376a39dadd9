import { describe, expect, it } from 'vitest';
import type { Ticket } from './ticket.ts';
import { reportedAt, reportStanding, sentBack } from './report-standing.ts';

const by = { id: 'li', name: '李某', unitId: 'housing' };
const said = { reason: '请补充整改照片说明', by, at: '2026-03-10T12:00:00+08:00' };
const report = {
  ...{ facts: '夜间施工', measures: '责令停工', result: null, draft: null, hash: 'a', draftHash: null },
  ...{ by, at: '2026-03-10T11:00:00+08:00' },
};
const at = (hour: number): Date => new Date(`2026-03-10T${hour}:00:00+08:00`);
const ticket = (changes: Partial<Ticket>): Parameters<typeof reportStanding>[0] => ({
  ...{ state: 'handling', report, accepted_at: at(10), reopened_at: null, approval: null },
  ...changes,
});
const returned = { ...report, sentBack: said };

describe('how a report stands', () => {
  it.each<[string, Partial<Ticket>, string]>([
    ['waits for its reviewer', { state: 'reported' }, 'waiting'],
    ['came back to the unit', { report: returned }, 'sent_back'],
    ['came back one level, to the reviewer below', { report: returned, state: 'reported' }, 'waiting'],
    ['was approved', { state: 'reviewed', approval: { hash: 'a', draftHash: null, by, at: said.at } }, 'approved'],
    ['was approved before the matter was opened anew', { reopened_at: at(15) }, 'before'],
    ['came back, and the matter was opened anew', { report: returned, reopened_at: at(15) }, 'before'],
    ['came back to a unit that no longer has the order', { report: returned, accepted_at: at(15) }, 'before'],
  ])('%s', (_, changes, standing) => expect(reportStanding(ticket(changes))).toBe(standing));

  it.each<[string, Partial<Ticket>, Date | null]>([
    ['what is with its reviewer', { state: 'reported' }, at(11)],
    ['what went back one level, to the reviewer below', { report: returned, state: 'reported' }, at(11)],
    ['not what came back to be mended', { report: returned }, null],
    ['not what an earlier unit sent up', { accepted_at: at(15) }, null],
    ['not before the next unit has signed', { accepted_at: null, state: 'dispatched' }, null],
  ])('counts as reported: %s', (_, changes, when) =>
    expect(reportedAt({ ...ticket({}), reported_at: at(11), ...changes })).toEqual(when),
  );

  it('tells the opinion as long as it asks something of somebody', () => {
    expect(sentBack(ticket({ report: returned }))).toEqual(said);
    expect(sentBack(ticket({ report: returned, state: 'reported' }))).toEqual(said);
    expect(sentBack(ticket({ report: returned, accepted_at: at(15) }))).toBeNull();
    expect(sentBack(ticket({}))).toBeNull();
  });
});
