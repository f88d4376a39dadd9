/** Longest title of an event, in characters. */
export const MAX_TITLE = 30;

const LEAD_INS = [
  /^(?:【[^】]*】|#[^#]+#|\s+)/u,
  // 江城晚报讯：, 江南日报客户端：, 滨江公安：
  /^[^，。：:！!？?]{1,12}(?:讯|消息|电|报道|客户端|晚报|日报|早报|网|发布|公安|集团|局|委)[：:]/u,
  /^(?:紧急|速)?(?:求助|求扩散|求转发|求关注|转发|转|扩散|通知|速转|快讯|突发|提醒)[！!：:，,\s]+/u,
  /^(?:听说|据说|据传|网传|传闻|疑似|好像|网友称|有人说|记者从[^，]{2,10}了解到[，,]?|记者获悉[，,]?|日前|近日|今日|今天|昨日|昨天|刚刚|刚才)[，,：:]?/u,
  /^(?:市民|来电人|居民|群众|业主)?(?:来电|致电)?(?:再次|多次)?(?:反映|投诉|举报|咨询|求助)[：:，,]?/u,
  /^关于/u,
];
const TAILS = [
  /(?:的)?(?:有关|相关)?(?:的)?(?:通报|说明|公告|声明|通知|回应)(?:（[^）]*）)?$/u,
  /(?<!水质|质量|处置|进展|供水|供电|运行|通行|救治)(?:的)?情况$/u,
  /[！!？?。…，,、：:\s]+$/u,
];
const OFFICE_VERB = /^(.{1,8}?[省市区县镇乡])(?:通报|发布|回应)(?=.{4})/u;

/** What a headline says, without lead-ins, dateline and the form of the document: 城东区通报某校学生餐后不适情况 → 城东区某校学生餐后不适. */
export function cleanHeadline(given: string): string {
  let words = given.replace(/\s+/gu, ' ').trim();
  for (let before = ''; before !== words;) {
    before = words;
    for (const pattern of LEAD_INS) words = words.replace(pattern, '');
    for (const pattern of TAILS) words = words.replace(pattern, '');
  }
  return words.replace(OFFICE_VERB, '$1');
}

/** At most MAX_TITLE characters, ended at a mark or between two words, never inside one. */
export function fitHeadline(words: string): string {
  if (words.length <= MAX_TITLE) return words;
  const head = words.slice(0, MAX_TITLE + 1);
  const mark = Math.max(...[...head.matchAll(/[，,。；;！!？?、\s]/gu)].map((match) => match.index), 0);
  if (mark >= MAX_TITLE / 3) return head.slice(0, mark);
  let end = 0;
  for (const { index, segment } of WORDS.segment(words)) {
    if (index + segment.length > MAX_TITLE) break;
    end = index + segment.length;
  }
  return words.slice(0, end || MAX_TITLE);
}

const WORDS = new Intl.Segmenter('zh', { granularity: 'word' });
