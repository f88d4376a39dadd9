import { describe, expect, it } from 'vitest';
import { NEEDS, whyNothing, type Held, type Need } from './needs.ts';
import { VERB_TABLE, type VerbRow } from './states.ts';
import type { Ticket } from './ticket.ts';

const me = { id: 'me' };
const by = (id: string) => ({ id, name: '某', unitId: 'gov_office' });
const nothing: Held = {
  extensionsBy: [],
  grantableBy: [],
  extendable: 0,
  drafts: 0,
  conferencesBy: [],
  merged: 0,
  isRoomOpen: false,
};
const empty = {
  ...{ needs_second: false, judged_by: null, countersign_due: false, pass_down_request: null, return_pending: false },
  ...{ return_ruled: false, consulting_since: null, report: null, listed_at: null },
  ...{ level_official: null, level_duty: null, level_provisional_ended: null },
  level_machine: { low: null, high: null, rule: null, status: 'none' },
} as unknown as Ticket;
const why = (need: Need, ticket: Partial<Ticket> = {}, held: Partial<Held> = {}) =>
  whyNothing(need, { ticket: { ...empty, ...ticket }, held: { ...nothing, ...held }, actor: me });
const now = new Date();

describe('a verb with nothing to act on', () => {
  it.each<[Need, string]>([
    ['secondPerson', '没有待确认的研判结论'],
    ['provisional', '没有暂计时限'],
    ['phoneSigning', '没有待补签的电话签收'],
    ['passDownRequest', '没有待批的转派申请'],
    ['returned', '没有待裁定的退回'],
    ['consultation', '没有进行中的会商'],
    ['extendable', '没有还能延期的时限（已到期、已延过期，或再延将超过对外时限）'],
    ['extensionRequest', '没有待批的延期申请'],
    ['othersExtensionRequest', '承办单位尚未申请延期'],
    ['conference', '没有待复核的发布会登记'],
    ['othersReport', '没有可审核的反馈'],
    ['listed', '本工单未挂牌督办'],
    ['draft', '没有待签发的催办、督办或通报文稿'],
    ['merged', '没有并入本工单的工单'],
  ])('%s is refused with its reason', (need, reason) => {
    expect(why(need)).toBe(reason);
  });

  it.each<[Need, Partial<Ticket>, Partial<Held>]>([
    ['secondPerson', { needs_second: true, judged_by: by('other') }, {}],
    ['returned', { return_pending: true }, {}],
    ['mayReturn', {}, {}],
    ['passDownRequest', { pass_down_request: { to: 'a', reason: '', by: by('other'), at: '' } }, {}],
    ['consultation', { consulting_since: now }, {}],
    ['extensionRequest', {}, { extensionsBy: ['me'] }],
    ['othersExtensionRequest', {}, { extensionsBy: ['me', 'other'], grantableBy: ['me', 'other'] }],
    ['conference', {}, { conferencesBy: ['other'] }],
    ['mayList', { lead_unit: 'housing' }, {}],
    ['listed', { listed_at: now }, {}],
    ['draft', {}, { drafts: 1 }],
    ['merged', {}, { merged: 1 }],
  ])('%s may go on once there is something', (need, ticket, held) => {
    expect(why(need, ticket, held)).toBeNull();
  });

  it('nobody looks at his own paper in the place of the second person', () => {
    expect(why('secondPerson', { needs_second: true, judged_by: by('me') })).toContain('第二人');
    expect(why('conference', {}, { conferencesBy: ['me'] })).toContain('第二人');
    expect(why('othersExtensionRequest', {}, { extensionsBy: ['me'], grantableBy: ['me'] })).toContain(
      '不能批准自己的延期',
    );
    expect(why('consultation', { consulting_since: now }, { isRoomOpen: true })).toContain('会商室尚未关闭');
  });

  it('every need is asked by some verb of the table', () => {
    const rows: readonly VerbRow[] = VERB_TABLE;
    const asked = new Set(rows.flatMap(({ needs }) => needs ?? []));
    expect([...asked].sort()).toEqual(Object.keys(NEEDS).sort());
  });
});
