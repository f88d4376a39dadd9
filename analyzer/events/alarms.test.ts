import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { groupingSchema } from '../../config/schema/grouping.ts';
import { GroupingIndex } from './grouping-index.ts';
import { compileGroupingRules } from './grouping-rules.ts';
import { invent, type Invented } from './invent.ts';
import { byPublication, memberOf, type Member } from './member.ts';

const rules = compileGroupingRules(loadRulebook(shippedConfigFolder(), 'grouping', groupingSchema));
const EAST = ['江南省', '江城市', '城东区'];
const WEST = ['江南省', '江城市', '城西区'];

const member = (post: Invented): Member => memberOf(invent(post), new Date(post.at), rules);
function placeAll(index: GroupingIndex, members: Member[]): void {
  for (const one of [...members].sort(byPublication)) index.place(one, () => one.id);
}
/** Positions of the posts by group. */
function grouped(posts: Invented[]): number[][] {
  const index = new GroupingIndex(rules);
  const members = posts.map(member);
  placeAll(index, members);
  return index.groups().map((group) => members.flatMap((one, at) => (group.members.has(one.id) ? [at] : [])));
}

describe('alarms', () => {
  const alarm = (minute: string, text: string, place = WEST, level = 3): Invented => ({
    at: `2026-11-20T20:${minute}:00+08:00`,
    ...{ text, place, analysis: { sensitivity: { level, confidence: 1 } } },
  });

  it('of one subject in one district are one matter, however they are worded', () => {
    const posts = [
      alarm('00', '紧急通知！城西区自来水被投毒了，今晚千万不要用水！'),
      alarm('05', '水厂那边出事了，先别喝自来水，等消息'),
      alarm('09', '城西区自来水水质正常，放心', WEST, 1),
    ];
    expect(grouped(posts)).toEqual([[0, 1, 2]]);
  });

  it('of one subject in two districts stay apart', () => {
    const posts = [alarm('00', '城西区自来水被投毒了'), alarm('02', '城东区自来水被投毒了', EAST)];
    expect(grouped(posts)).toEqual([[0], [1]]);
  });

  it('that began as two become one when a post tells both', () => {
    const index = new GroupingIndex(rules);
    const panic = member(alarm('00', '城西区超市货架都抢空了，排队排到街上'));
    const poison = member(alarm('02', '城西区有人给自来水下毒，千万别喝'));
    placeAll(index, [panic, poison]);
    expect(index.size).toBe(2);
    const both = index.place(member(alarm('08', '说是自来水有毒，城西区超市都抢空了')), () => 'never');
    expect(both.absorbed).toHaveLength(1);
    expect(index.size).toBe(1);
  });

  it('do not swallow what asks how to pay for it', () => {
    const posts = [
      alarm('00', '城西区自来水被投毒了，今晚千万不要用水'),
      alarm('04', '城西区自来水缴费能不能线上办', WEST, 0),
    ];
    expect(grouped(posts)).toEqual([[0], [1]]);
  });

  it('without a place join only when one alarm fits', () => {
    const west = alarm('00', '城西区自来水有毒，千万别喝，快转给家里人');
    const nowhere: Invented = { at: '2026-11-20T20:10:00+08:00', text: '自来水有毒是真的吗，家里人都说千万别喝' };
    expect(grouped([west, nowhere])).toEqual([[0, 1]]);
    const east = alarm('03', '城东区自来水有毒，千万别喝，快转给家里人', EAST);
    expect(grouped([west, east, nowhere])).toEqual([[0], [1], [2]]);
  });
});
