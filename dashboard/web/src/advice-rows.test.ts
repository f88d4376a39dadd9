import { describe, expect, it } from 'vitest';
import type { EventSnapshot } from '../../../analyzer/messages.ts';
import { adviceRows, orderWords } from './advice-rows.ts';

const routing = {
  suggested: [
    { unit: { id: 'housing', name: '市住房城乡建设局' }, role: 'lead', reason: 'W-02' },
    { unit: { id: 'chengdong', name: '城东区政府' }, role: 'co', reason: 'W-02' },
    { unit: { id: 'gov_office', name: '市政府办公室' }, role: 'coordinator', reason: 'W-02' },
    { unit: { id: 'press', name: '市政府新闻办' }, role: 'coordinator', reason: 'W-02' },
  ],
  explanation: ['W-02 本地事项：谁主管谁负责、属地管理', '市住房城乡建设局：主题主管单位（住房保障）'],
};
const unit = (id: string, name: string, role = 'co') => ({ id, name, role, score: 0.4, reason: '' });
const event = (departments: object[], accused: object[] = []) =>
  ({ departments, accused }) as unknown as Pick<EventSnapshot, 'departments' | 'accused'>;
const lines = (...given: Parameters<typeof adviceRows>) =>
  adviceRows(...given).map(({ name, text }) => `${name}：${text}`);

describe('who should handle it', () => {
  it('is told in one list: lead, help, coordination and reason, each on its line', () => {
    expect(lines(routing, event([unit('housing', '市住房城乡建设局', 'lead')]))).toEqual([
      '建议主办：市住房城乡建设局',
      '建议协办：城东区政府',
      '协调：市政府办公室、市政府新闻办',
      '理由：本地事项：谁主管谁负责、属地管理；市住房城乡建设局：主题主管单位（住房保障）',
    ]);
  });

  it('says why a unit the texts point at is not in it', () => {
    const land = unit('land', '市自然资源和规划局');
    expect(lines(routing, event([land]))[3]).toBe(
      '未列入：市自然资源和规划局（文中涉及，分派规则未列，可由值班员加列）',
    );
    expect(lines(routing, event([land], [{ id: 'land', name: land.name }]))[3]).toBe(
      '未列入：市自然资源和规划局（被反映单位，应当回避）',
    );
  });

  it('is silent where nothing is suggested', () => {
    expect(lines({ suggested: [], explanation: [] }, event([]))).toEqual([]);
  });
});

describe('what came in with a number of its own', () => {
  it('is named by where it came from', () => {
    expect(
      orderWords(
        [
          { number: 'd127', mentionId: '1' },
          { number: 'X-9', mentionId: null },
        ],
        [{ id: '1', sourceType: 'hotline' }],
      ),
    ).toBe('12345热线来件，原单号 d127；外部来件，原单号 X-9');
  });
});
