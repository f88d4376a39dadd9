import { describe, expect, it } from 'vitest';
import { anEvent, local } from '../../tests/harness/responder.ts';
import { dutyFor, withDuties, type DutyRow } from './duty-table.ts';

const row = (unit: string, keyword = '', topic = 'utilities'): DutyRow => ({
  ...{ topic, keyword, unit, validFrom: local('2026-03-01 09:00'), reason: '机构改革' },
  setBy: { id: 'a', name: '值班员甲', unitId: 'gov_office' },
});
const event = anEvent('2026-03-10 09:00', {
  departments: [
    { id: 'water_company', name: '江城水务集团', role: 'lead', score: 0.9, reason: '职责：供水' },
    { id: 'water', name: '市水务局', role: 'co', score: 0.5, reason: '行业主管' },
  ],
});
const leads = (rows: DutyRow[]) => withDuties(event, rows).departments.map(({ id, role }) => `${role} ${id}`);

describe('H21: the duty table above the books', () => {
  it('leaves an event alone of which it says nothing', () => {
    expect(withDuties(event, [row('housing', '', 'education'), row('housing', '停电')])).toBe(event);
  });
  it('puts its unit first, which then does not help beside itself', () => {
    expect(leads([row('water')])).toEqual(['lead water']);
    expect(leads([row('housing')])).toEqual(['lead housing', 'co water']);
  });
  it('takes a word of the title or the keywords before the whole topic, the longer word first', () => {
    expect(dutyFor([row('a'), row('b', '停水')], event)!.unit).toBe('b');
    expect(dutyFor([row('b', '停水'), row('c', '小区停水')], event)!.unit).toBe('c');
  });
  it('says from when it holds, by whom and why', () => {
    expect(withDuties(event, [row('water')]).departments[0]!.reason).toBe('职责表（2026-03-01起，值班员甲：机构改革）');
  });
});
