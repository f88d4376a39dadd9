import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { groupingSchema } from '../../config/schema/grouping.ts';
import { groupOf } from './group.ts';
import { GroupingIndex } from './grouping-index.ts';
import { compileGroupingRules } from './grouping-rules.ts';
import { invent, type Invented } from './invent.ts';
import { byPublication, memberOf, type Member } from './member.ts';

const rules = compileGroupingRules(loadRulebook(shippedConfigFolder(), 'grouping', groupingSchema));
const CITY = ['江南省', '江城市'];
const EAST = [...CITY, '城东区'];
const WEST = [...CITY, '城西区'];

const member = (post: Invented): Member => memberOf(invent(post), new Date(post.at), rules);

/** Places posts one after another; answers which posts share a group, as sorted lists of positions. */
function grouped(posts: Invented[], index = new GroupingIndex(rules)): number[][] {
  const members = posts.map(member);
  placeAll(index, members);
  return partition(index).map((ids) =>
    ids.map((id) => members.findIndex((one) => one.id === id)).sort((a, b) => a - b),
  );
}
let counter = 0;
function placeAll(index: GroupingIndex, members: Member[]): void {
  for (const one of [...members].sort(byPublication)) index.place(one, () => `group-${(counter += 1)}`);
}
const partition = (index: GroupingIndex): string[][] =>
  index
    .groups()
    .map((group) => [...group.members.keys()].sort())
    .sort((a, b) => (a[0]! < b[0]! ? -1 : 1));

const poisoning = {
  topic: { primary: 'food_drug_safety', secondary: [], confidence: 1 },
  eventKind: 'food',
  sensitivity: { level: 3, confidence: 1 },
};
const canteen: Invented[] = [
  {
    at: '2026-11-20T12:40:00+08:00',
    text: '江城一中食堂吃完午饭好多学生呕吐，已经送医院了',
    place: CITY,
    analysis: poisoning,
  },
  {
    at: '2026-11-20T12:55:00+08:00',
    text: '孩子在江城一中，老师通知中午食堂的饭有问题，上吐下泻，求关注',
    place: EAST,
    sourceType: 'forum',
    analysis: poisoning,
  },
  {
    at: '2026-11-20T13:30:00+08:00',
    title: '江城一中多名学生午餐后身体不适',
    text: '记者从城东区了解到，江城一中二十余名学生午餐后出现呕吐、腹泻症状，已送医观察。',
    place: EAST,
    sourceType: 'news',
    analysis: poisoning,
  },
  {
    at: '2026-11-20T13:40:00+08:00',
    text: '来电人反映其孩子在江城一中就读，今日中午在学校食堂用餐后腹痛呕吐，要求查明原因。',
    place: CITY,
    sourceType: 'hotline',
    analysis: poisoning,
  },
];

describe('posts about one concrete matter', () => {
  it('canteen poisoning told by weibo, forum, news and hotline is one event', () => {
    expect(grouped(canteen)).toEqual([[0, 1, 2, 3]]);
  });

  it('a rumour and the official notice about it are one event', () => {
    const rumour = { ...canteen[0]!, text: '网传江城一中食堂中毒死了五个学生，速转' };
    const notice: Invented = {
      at: '2026-11-20T16:00:00+08:00',
      sourceType: 'gov',
      title: '关于江城一中部分学生身体不适的情况通报',
      text: '11月20日中午，江城一中部分学生用餐后出现呕吐、腹泻等症状，无人死亡，原因正在调查。',
      place: EAST,
      analysis: poisoning,
    };
    expect(grouped([rumour, notice])).toEqual([[0, 1]]);
  });

  it('canteens of two schools stay apart', () => {
    const other = {
      ...canteen[0]!,
      at: '2026-11-20T12:50:00+08:00',
      text: '江城二中食堂吃完午饭好多学生呕吐，已经送医院了',
    };
    expect(grouped([canteen[0]!, other])).toEqual([[0], [1]]);
  });

  it('two canteens of one university stay apart', () => {
    const text = (name: string) => `江城理工大学${name}食堂晚饭吃出异物，好几个同学拉肚子`;
    expect(
      grouped([
        { at: '2026-11-20T18:00:00+08:00', text: text('第一'), analysis: poisoning },
        { at: '2026-11-20T18:30:00+08:00', text: text('第三'), analysis: poisoning },
      ]),
    ).toEqual([[0], [1]]);
  });

  it('water outages of two estates are two events', () => {
    expect(
      grouped([
        { at: '2026-11-20T08:00:00+08:00', text: '东湖花园小区从昨晚停水到现在，没人管', place: EAST },
        { at: '2026-11-20T08:10:00+08:00', text: '新华苑小区停水两天了，几百户没法做饭', place: WEST },
        { at: '2026-11-20T08:20:00+08:00', text: '东湖花园停水了，物业说不知道什么时候来水', place: EAST },
        { at: '2026-11-20T08:30:00+08:00', text: '新华苑又停水，自来水公司电话打不通', place: WEST },
      ]),
    ).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it('one complaint template about different estates stays apart', () => {
    const template = (estate: string) =>
      `${estate}物业长期不作为，电梯经常故障，楼道垃圾堆积，物业费却年年上涨，业主多次反映无果，请有关部门尽快处理并给予答复。`;
    const estates = ['东湖花园小区', '和平里小区', '新华苑小区'];
    expect(
      grouped(estates.map((estate) => ({ at: '2026-11-20T09:00:00+08:00', text: template(estate) }))),
    ).toHaveLength(3);
  });

  it('different troubles of one estate are different matters', () => {
    expect(
      grouped([
        { at: '2026-11-20T09:00:00+08:00', text: '东湖花园小区停水三天了', place: EAST },
        { at: '2026-11-20T09:30:00+08:00', text: '东湖花园小区楼下烧烤油烟熏人，开不了窗', place: EAST },
      ]),
    ).toEqual([[0], [1]]);
  });

  it('500 copies of one post are one event', () => {
    const copies = Array.from({ length: 500 }, (_, at) => ({
      at: new Date(Date.parse('2026-11-20T09:00:00+08:00') + at * 1000),
      text: '滨江大道路面塌陷出一个大坑，有车掉下去了，大家绕行！',
    }));
    const groups = grouped(copies);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toHaveLength(500);
  });

  it('a forward without words of its own joins by its parent, not by its emptiness', () => {
    const parent = {
      at: '2026-11-20T09:00:00+08:00',
      text: '东湖花园小区停水三天了',
      place: EAST,
      mention: { externalId: 'w1' },
    };
    const forward = { at: '2026-11-20T09:05:00+08:00', text: '转发微博', mention: { parentId: 'w1' } };
    const stranger = { at: '2026-11-20T09:06:00+08:00', text: '转发微博', mention: { fingerprint: 'other' } };
    expect(grouped([parent, forward, stranger])).toEqual([[0, 1], [2]]);
  });

  it('a burst after a long silence continues the matter; after the memory has ended it is a new one', () => {
    const at = (day: string) => ({
      at: `${day}T09:00:00+08:00`,
      text: '沙河镇屠宰场污水直排河里，河水黑臭',
      place: [...CITY, '云山县', '沙河镇'],
    });
    const index = new GroupingIndex(rules);
    placeAll(index, [member(at('2026-11-01'))]);
    index.groups()[0]!.event = true;
    placeAll(index, [member(at('2026-11-10'))]);
    expect(index.size).toBe(1);
    index.forget(Date.parse('2026-12-31T00:00:00+08:00'));
    expect(index.size).toBe(0);
    placeAll(index, [member(at('2026-12-31'))]);
    expect(index.groups()[0]!.members.size).toBe(1);
  });
});

describe('a later post that ties two groups together', () => {
  it('merges them into the older one', () => {
    const index = new GroupingIndex(rules);
    const a = member({ at: '2026-11-20T08:00:00+08:00', text: '东湖花园停水了' });
    const b = member({ at: '2026-11-20T08:10:00+08:00', text: '物业公司说水管坏了正在修，停水一整天' });
    const bridge = member({
      at: '2026-11-20T08:20:00+08:00',
      text: '物业公司说水管坏了正在修，停水一整天',
      title: '东湖花园停水',
    });
    placeAll(index, [a, b]);
    expect(index.size).toBe(2);
    const placed = index.place(bridge, () => 'never');
    expect(placed.absorbed).toHaveLength(1);
    expect(placed.group.members.size).toBe(3);
    expect(placed.group.firstAt).toBe(a.publishedAt);
  });
});

const spot = fc.constantFrom('东湖花园小区', '新华苑小区', '和平里小学', '江城一中', '滨江大道', '沙河镇屠宰场');
const trouble = fc.constantFrom(
  '停水两天没人管',
  '半夜施工噪音扰民',
  '学生午餐后呕吐送医',
  '污水直排恶臭难闻',
  '路面塌陷有车掉进去',
  '拖欠工资半年',
);
const tail = fc.constantFrom('', '，请尽快处理', '，求曝光', '，打了三次电话也没用', '！大家转发');
const stream = fc
  .array(fc.record({ spot, trouble, tail, minute: fc.integer({ min: 0, max: 4000 }) }), { minLength: 1, maxLength: 25 })
  .map((rows) =>
    rows.map((row) =>
      member({
        at: new Date(Date.UTC(2026, 10, 20) + row.minute * 60_000),
        text: `${row.spot}${row.trouble}${row.tail}`,
      }),
    ),
  );

describe('grouping is a function of the stream', () => {
  it('is the same in whatever order a batch arrives', () => {
    fc.assert(
      fc.property(
        stream.chain((members) =>
          fc.tuple(fc.constant(members), fc.shuffledSubarray(members, { minLength: members.length })),
        ),
        ([members, shuffled]) => {
          const [one, other] = [new GroupingIndex(rules), new GroupingIndex(rules)];
          placeAll(one, members);
          placeAll(other, shuffled);
          expect(partition(other)).toEqual(partition(one));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('rebuilt from stored members it continues as it would have in memory', () => {
    fc.assert(
      fc.property(stream, fc.nat(), (members, cut) => {
        const sorted = [...members].sort(byPublication);
        const at = cut % sorted.length;
        const memory = new GroupingIndex(rules);
        placeAll(memory, sorted.slice(0, at));
        const rebuilt = new GroupingIndex(rules);
        const stored = JSON.parse(
          JSON.stringify(memory.groups().map((group) => [group.id, group.event, [...group.members.values()]])),
        ) as [string, boolean, Member[]][];
        for (const [id, event, rows] of stored.reverse()) rebuilt.load(groupOf(id, event, rows));
        placeAll(memory, sorted.slice(at));
        placeAll(rebuilt, sorted.slice(at));
        expect(partition(rebuilt)).toEqual(partition(memory));
      }),
      { numRuns: 60 },
    );
  });
});
