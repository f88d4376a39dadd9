/**
 * What follows a place's short name and makes it the place: 江城[一中], 江城[市妇幼保健院], 江城[站], 沪渝高速江城[段]. A short name alone may be a person
 * (王江城), a brand (江城啤酒) or a road (江城路); a school, a hospital, an office or a station is called by the place it stands in.
 */

/** Between name and institution: 江城[实验]小学; nothing that begins another thought (江城[的朋友在]医院). */
const BETWEEN = '(?:(?![的在是和与跟把被去到说给找从有对向将让人牌路街道巷桥园苑岁,。!?;:、 ])[\\u4e00-\\u9fff]){0,7}?';
const NUMBERED = '第?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,3})';
const SCHOOLS = `${NUMBERED}(?:中(?![奖标年午心型国毒央介考])|小(?![区时偷伙组吃车孩])|幼(?!儿)|高(?![兴速空低]))`;
const HOUSES = '中学|小学|学校|学院|大学|高中|初中|幼儿园|医院|卫生院|保健院|疾控中心|急救中心|福利院|养老院|敬老院';
const OFFICES =
  '(?:公安|教育|住建|交通|交运|民政|人社|卫健|卫生|城管|环保|生态环境|市场监管|市监|税务|信访|水务|供电|邮政|房管|自然资源|国土|规划|财政|审计|司法|医保|农业农村|文旅|应急管理|应急)(?:分)?局|法院|检察院|消防(?:救援)?(?:支队|大队)|交警(?:支队|大队)|看守所|政务(?:服务)?中心|殡仪馆|火葬场';
const WORKS =
  '公交(?:集团|公司)|供电公司|自来水(?:公司|厂)|水务(?:集团|公司)|燃气(?:公司|集团)|热力公司|热电厂|农商行|农商银行|信用社|图书馆|博物馆|体育馆|体育场|体育中心|大剧院|动物园|植物园|产业园';
const STATIONS =
  '(?:[东南西北]|火车|高铁|动车|汽车|客运|长途)?(?:站(?![着在住立出起长点])|客运站|火车站|高铁站|机场|码头)';
const INSTITUTION = new RegExp(
  `^(?:[市县区]?(?:${SCHOOLS}|${BETWEEN}(?:${HOUSES})|(?:${OFFICES})|${BETWEEN}(?:${WORKS}))|${STATIONS})(?![路街巷])`,
  'u',
);

/** A stretch of road, rail or river; what leads there names it: 沪渝高速江城段, 长江江城段. */
const SECTION = /^(?:至.{2,6}?)?(?:段(?![位子落时])|区间|路段)|^境内|^(?:主?城区|市区|老城区|新城区|全境|辖区)/u;
const LINE_BEFORE = /(?:高速|公路|铁路|高铁|国道|省道|县道|快速路|线|江|河|渠|运河|[a-z]?[0-9]{1,4})$/u;

/** Names of somebody, or of something elsewhere, that many institutions bear: 中山医院 stands in Shanghai. */
const BORNE_EVERYWHERE = new Set(['中山', '吉林', '延安', '井冈山', '黄河', '长安']);

const REACH = 14;

/** The text goes on from a short name ending at `end` with an institution of that place. */
export const isInstitution = (view: string, start: number, end: number): boolean =>
  !BORNE_EVERYWHERE.has(view.slice(start, end)) && INSTITUTION.test(view.slice(end, end + REACH));

export const isSection = (view: string, end: number): boolean => SECTION.test(view.slice(end, end + REACH));

/** 京广铁路|江城区间: the line's name ends where the place begins. */
export const isOnALine = (view: string, start: number): boolean =>
  LINE_BEFORE.test(view.slice(Math.max(0, start - 6), start));
