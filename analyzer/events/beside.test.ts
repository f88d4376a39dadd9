import { describe, expect, it } from 'vitest';
import { besideWords } from './beside.ts';

const told = (...leads: string[]) => leads.map((lead) => ({ title: '', lead }));

describe('trouble beside a named thing', () => {
  it.each([
    ['三中门口的路面塌陷，出现一个大坑', '门口路面'],
    ['城东区三中附近发生塌陷', '附近'],
    ['三中校门口马路塌了', '门口马路'],
    ['三中对面起火', '对面'],
    ['三中旁的人行道塌陷', '旁人行道'],
    ['三中教学楼坍塌', ''],
    ['三中外墙脱落', ''],
    ['三中食堂学生不适', ''],
  ])('%s → %s', (lead, words) => {
    expect(besideWords(told(lead), '三中')).toBe(words);
  });

  it('is what most texts say that name it; who does not name it says nothing', () => {
    expect(besideWords(told('三中门口路面塌陷', '三中塌陷', '塌了一个大坑'), '三中')).toBe('门口路面');
    expect(besideWords(told('三中门口路面塌陷', '三中塌陷', '三中教学楼塌陷'), '三中')).toBe('');
    expect(besideWords(told('路面塌陷'), '')).toBe('');
  });
});
