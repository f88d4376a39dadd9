/** Where a name stands in the text, with the run of names before it (河南省 of 河南省信阳市). */
export interface Standing {
  runStart: number;
  start: number;
  end: number;
}

/**
 * Why a place is not where it happened. `origin`: somebody's home, a comparison, the name of a newspaper; never the place, even when
 * no other is told. `way`: a road, a journey or a dateline; the place after all when no other is told.
 */
export type Passing = 'origin' | 'way' | null;

const REACH_BEFORE = 6;
const REACH_AFTER = 14;
const ORIGIN_BEFORE =
  /(?:来自|户籍|籍贯|祖籍|原籍|老家|老家在|户口在|户籍在|籍贯是|出生于|出生在|毕业于|去过|嫁到|不像|不如|隔壁|隔壁的|学学|参照|借鉴|好比|好像|对比|相比|羡慕|类似|同样是|人家|看看)$/u;
const ORIGIN_AFTER =
  /^(?:籍|户籍|户口|牌照|号牌|人(?:,|，|。|$|在|到|来|却|也)|那样|那边都|那边早|都能|就能|就做得|做得好|做得比|早就|模式|经验|的经验|晚报|日报|早报|都市报|晨报|商报|电视台|广播|卫视|新闻网|在线)/u;
/** 江城大学教授称: a university may stand elsewhere; its place is the place when no other is told. */
const UNIVERSITY = /^[\u4e00-\u9fff]{0,5}?(?:大学|学院)/u;
const WAY_BEFORE = /(?:开往|驶往|前往|赶往|返回|途经|飞往|赴|从|由)$/u;
const DATELINE = /^[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日(?:电|讯|消息)/u;
const WAY_JOINT = /^(?:到|至|去|往|开往|驶往|飞往|前往|-|—|~)$/u;
const WAY_AFTER = /^(?:的)?(?:[a-z0-9]{1,6}次)?(?:高速|列车|航班|客车|大巴|班车|高铁|火车|方向|货车|专线|公路|铁路)/u;

export function passingOf(view: string, { runStart, start, end }: Standing): Passing {
  const before = view.slice(Math.max(0, runStart - REACH_BEFORE), runStart);
  const after = view.slice(end, end + REACH_AFTER);
  if (ORIGIN_BEFORE.test(before) || ORIGIN_AFTER.test(after)) return 'origin';
  if (WAY_BEFORE.test(before) && start >= runStart) return 'way';
  return DATELINE.test(after) || UNIVERSITY.test(after) || /^(?:讯|电)[,:(]/u.test(after) ? 'way' : null;
}

/** 合肥至城东区的大巴: both ends of a journey are its way, not its place. */
export const isJourney = (view: string, from: Standing, to: Standing): boolean =>
  to.runStart - from.end <= 2 &&
  WAY_JOINT.test(view.slice(from.end, to.runStart)) &&
  WAY_AFTER.test(view.slice(to.end, to.end + REACH_AFTER));
