import { describe, expect, it } from 'vitest';
import type { EventClaim } from '../../../analyzer/messages.ts';
import { claimRows, disputeLines } from './claim-rows.ts';

const year = new Date().getFullYear();
const claim: EventClaim = {
  ...{ fact: 'deaths', low: 5, high: 5, source: 'netizen', asOf: `${year}-11-20T11:05:00+08:00` },
  ...{ posts: 3, voices: 2, examples: ['m-1', 'm-2'], standing: 'disputed' },
};

describe('the numbers of an event on its page', () => {
  it('tell figure, source, hour, how many say so, and whether it is used', () => {
    expect(claimRows([claim])).toEqual([
      {
        ...{ fact: '死亡', figure: '5人', source: '网传', asOf: '11-20 11:05', told: '3 条信息，2 个发声者' },
        ...{ standing: 'disputed', standingWords: '口径不一' },
      },
    ]);
  });

  it.each([
    ['ruling', '采用'],
    ['other', '参考'],
  ] as const)('%s is %s', (standing, words) => {
    expect(claimRows([{ ...claim, standing }])[0]?.standingWords).toBe(words);
  });

  it('name the unit of a loss once', () => {
    const loss: EventClaim = { ...claim, fact: 'directLossYuan', low: 120_000, high: null };
    expect(claimRows([loss])[0]).toMatchObject({ fact: '直接损失', figure: '120,000元以上' });
  });

  it('say a contradiction in one line', () => {
    const words = '3人（官方 10:20）/ 5人（网传 11:05）';
    expect(disputeLines([{ fact: 'deaths', words }])).toEqual([`死亡口径不一：${words}`]);
  });
});
