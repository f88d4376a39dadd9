import { toLocalIso } from '../../../platform/runtime/local-time.ts';

/** A post as a data vendor would push it. */
export interface PushedPost {
  id: string;
  title: string;
  text: string;
  time: string;
  sourceType: string;
  like: number;
}

const DISTRICTS = ['城东区', '城西区', '滨江区', '云山县'];
const KINDS = ['小区', '小学', '医院', '超市', '花园', '菜市场', '公园', '广场'];
const FIRST = '金银山水云天海江河湖东南西北春夏秋冬福禄寿喜安康泰平吉祥如意光明和顺新永兴盛';
const MATTERS = [
  ['停水', '已经停水两天了，打电话只说在抢修，老人孩子用水都成问题'],
  ['噪音', '工地半夜还在施工，噪音大得整栋楼都睡不着，孩子马上要考试'],
  ['油烟', '楼下饭店油烟直排，窗户不敢开，反映过三次也没有人来处理'],
  ['垃圾', '垃圾好几天没有清运，臭味很大，蚊虫也多了起来'],
  ['停电', '一到晚上就停电，冰箱里的东西都坏了，物业说不清原因'],
  ['路灯', '路灯坏了半个多月，晚上回家一片漆黑，前几天还有人摔倒'],
  ['电梯', '电梯隔三差五停运，住在高层的老人下不了楼'],
  ['公交', '公交车等了四十分钟也不来，早高峰根本挤不上去'],
] as const;
const ENDINGS = [
  '希望有关部门尽快处理。',
  '请给个明确的答复！',
  '有同样情况的吗？',
  '已经拨打过热线反映。',
  '什么时候能解决？',
];
const SOURCE_TYPES = ['weibo', 'wechat', 'forum', 'video'];
/** So many matters are talked about by many at once; seven posts of ten belong to one of them. */
const HOT = 200;
const HOT_SHARE = 0.7;

/** Invented posts of 江城市, about 80 characters, each with a text of its own; the same serial gives the same post. */
export function inventPost(serial: number, run: string, at: Date): PushedPost {
  const random = mulberry(serial + 1);
  const matter = random() < HOT_SHARE ? Math.floor(random() * HOT) : HOT + serial;
  const place = mulberry(matter * 7919 + 13);
  const pick = <T>(list: ArrayLike<T>, from = random): T => list[Math.floor(from() * list.length)]!;
  const name = `${pick(DISTRICTS, place)}${pick(FIRST, place)}${pick(FIRST, place)}${pick(FIRST, place)}${pick(KINDS, place)}`;
  const [what, story] = pick(MATTERS, place);
  const minutes = 1 + Math.floor(random() * 90);
  return {
    id: `${run}-${serial}`,
    title: random() < 0.4 ? `${name}${what}有没有人管` : '',
    text: `${name}${story}，我家是第${1 + (serial % 97)}栋，这是第${1 + Math.floor(random() * 9)}次了。${pick(ENDINGS)}（${serial}）`,
    time: toLocalIso(new Date(at.getTime() - minutes * 60_000)),
    sourceType: pick(SOURCE_TYPES),
    like: Math.floor(random() * 50),
  };
}

function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
