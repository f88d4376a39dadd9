/** Fields of a raw record that a column of a table can fill. */
export type Field =
  | (
      | 'id'
      | 'title'
      | 'text'
      | 'date'
      | 'url'
      | 'parentId'
      | 'owner'
      | 'due'
      | 'region'
      | 'author'
      | 'kind'
      | 'place'
      | 'rank'
    )
  | ('like' | 'comment' | 'share' | 'view' | 'repeat' | 'counts' | 'source' | 'sourceType');

/** How people name their columns (already as `columnKey` writes them). Lists earlier in ALIASES win over later ones. */
const ALIASES: Record<Field, string> = {
  id: 'id 编号 留言编号 工单编号 工单号 诉求编号 信访编号 信访件编号 受理编号 受理单号 案件编号 业务编号 事件编号 recid hotlineno infoid externalid 信件编号',
  title:
    'title 标题 主题 留言主题 留言标题 工单标题 工单主题 诉求标题 诉求主题 信访标题 事件标题 信件标题 来信标题 帖子标题 微博标题 文章标题',
  text: 'text body content 内容 正文 留言详情 留言内容 诉求内容 诉求详情 工单内容 工单描述 问题描述 事件描述 诉求描述 信访内容 反映内容 投诉内容 投诉件内容 来信内容 信件内容 主要内容 帖子内容 微博正文 微博内容 appealcontent contenttext',
  date: 'date time publishedat 时间 留言时间 日期 发布时间 发帖时间 来电时间 受理时间 登记时间 创建时间 诉求时间 投诉时间 反映时间 信访时间 来信时间 工单时间 提交时间 上报时间 reporttime createtime createdat createdtime pubdate publishtime visittime 微博发布时间',
  url: 'url link 链接 网址 原文链接 原文地址 来源链接 微博链接 noteurl webpageurl sourceurl',
  parentId: 'parentid 原帖编号 回复编号',
  owner:
    '主办单位 承办单位 办理单位 责任单位 处理单位 处理部门 承办部门 市交办主办单位 acceptdeptname disposeunitname addorg',
  due: '办结期限 办理期限 截止时间 到期时间 要求办结时间 办结时限 市交办办结期限 limittime',
  region: 'region 省份 province ip属地 ip归属地 发布位置省份 iplocation regionname',
  author:
    'creatorhash userid 留言用户 用户id 作者id author 作者 用户 用户名 用户昵称 博主 微博作者 nickname 昵称 发帖人 screenname 求助号码 来电号码 联系电话 手机号 手机号码 电话 求助人员 来电人 信访人 投诉人 举报人 反映人 诉求人 联系人 姓名',
  kind: '诉求类型 诉求性质 工单类型 性质 aim eventpropertyname appealtypename 诉求目的 intakekind',
  place: '事件发生地 发生地点 事发地点 事发地址 事件地点 问题发生地',
  rank: 'rank 排名 名次',
  like: 'like likes likecount 点赞数 点赞 赞同数 likedcount attitudescount',
  comment: 'comment comments commentcount 评论数 评论 回复数 commentscount',
  share: 'share shares sharecount 转发数 转发 分享数 repostscount',
  view: 'view views viewcount 阅读数 阅读量 浏览数 浏览量 点击数 播放量',
  repeat: 'repeat repeatcount 重复数 相似文章数 相似数',
  counts: 'counts',
  source: 'source',
  sourceType: 'sourcetype',
};
/**
 * Fall back to these when no column of the main list is there, the earlier names first (the receiving date of a passed-on order stands
 * for its reporting). Several of them in one table are usual and no conflict.
 */
const SECOND_CHOICE: Partial<Record<Field, string>> = {
  date: '来电日期 信访日期 来信日期 留言日期 诉求日期 投诉日期 反映日期 发布日期 发帖日期 登记日期 受理日期 创建日期 提交日期 市交办时间 交办时间 区交办时间 synctime 采集时间 入库时间',
  text: '来电内容 来访内容 咨询内容 求助内容 举报内容 建议内容 问题内容 事项内容 信访诉求 反映问题 反映事项 诉求事项 情况描述 详情 描述 desc description summary 摘要 简介 诉求摘要',
  owner: '区交办主办单位 市交办协办单位 去向机关 交办单位 转办单位',
  place: '问题属地 诉求属地 属地 所属区域 所属区县 区域 所在区域 区县 所在区县 行政区划',
  due: '区交办办结期限',
  sourceType: '平台 发布平台 来源平台 所属平台 平台名称 平台类型 媒体类型 platform',
};
/** Columns about a person: dropped at the door. Those that tell voices apart are hashed first (field `author`). */
const PERSONAL =
  /^(?:求助(?:人员?|号码|人.*)|来电(?:人.*|号码)|(?:信访|投诉|举报|反映|诉求|来访|来信|写信|留言|申请|当事|被投诉|被举报)人(?!数|次).*|联系(?:人.*|电话|方式|地址)|姓名|性别|年龄|生日|出生.*|身份证.*|证件.*|手机.*|电话.*|邮箱|电子邮箱|e?mail|微信.*号|qq.*|住址|家庭住址|户籍.*|通讯地址|诉求详细地址|详细地址|职业|民族|用户.*|留言用户|昵称|作者.*|发帖人|博主.*|粉丝.*|关注数|头像.*|个人简介|nickname|user.*|screenname|avatar.*|gender|sex|age|birthday|profile.*|headimg.*|fans.*|follow.*|friends.*|verified.*|author.*|originauthor.*|creatorhash|phone.*|mobile.*|tel|address|idcard.*|visitor.*|ip|ipaddress|name|realname|age)$/;

/** Of these the columns that hold a person's name: it is masked in the texts of the same row. Not of those a complaint is about. */
const NAMES =
  /^(?:(?:求助|来电|信访|投诉|举报|反映|诉求|来访|来信|写信|留言|申请|当事|联系)人员?(?:姓名|名称|名字)?|求助人员|姓名|realname|name)$/;

const byKey = (lists: Partial<Record<Field, string>>): Map<string, Field> =>
  new Map(
    Object.entries(lists).flatMap(([field, names]) =>
      names.split(' ').map((name): [string, Field] => [name, field as Field]),
    ),
  );
const FIRST = byKey(ALIASES);
const SECOND = byKey(SECOND_CHOICE);
const AUTHOR_ORDER = ALIASES.author.split(' ');
const SECOND_ORDER = [...SECOND.keys()];

/** A column name as it is compared: NFKC, lower case, without BOM, space, underscore, hyphen and bracketed remarks. */
export function columnKey(name: string): string {
  const bare = name
    .normalize('NFKC')
    .replace(/[\ufeff\s_*-]/g, '')
    .toLowerCase();
  return bare.replace(/\([^()]{0,20}\)$/, '');
}

export interface ColumnPlan {
  /** Column as written → field. */
  fields: Map<string, Field>;
  /** Two columns that mean one field, by field. */
  conflicts: { field: Field; columns: string[] }[];
  /** Columns nobody asked for. */
  ignored: string[];
  /** Columns about persons. */
  personal: string[];
  /** Of these the ones that hold names of persons. */
  names: string[];
}

/** Which column fills which field. */
export function planColumns(columns: string[]): ColumnPlan {
  const found = new Map<Field, string[]>();
  for (const column of columns) note(found, FIRST.get(columnKey(column)), column);
  for (const column of columns) {
    const field = SECOND.get(columnKey(column));
    if (field && (!found.has(field) || found.get(field)!.every((other) => SECOND.has(columnKey(other)))))
      note(found, field, column);
  }
  const fields = new Map<string, Field>();
  for (const [field, names] of found) fields.set(chosen(field, names), field);
  return {
    fields,
    conflicts: [...found].flatMap(([field, names]) => (isConflict(field, names) ? [{ field, columns: names }] : [])),
    ignored: columns.filter((column) => !fields.has(column) && !PERSONAL.test(columnKey(column))),
    personal: columns.filter((column) => PERSONAL.test(columnKey(column))),
    names: columns.filter((column) => NAMES.test(columnKey(column))),
  };
}

function note(found: Map<Field, string[]>, field: Field | undefined, column: string): void {
  if (field) found.set(field, [...(found.get(field) ?? []), column]);
}

/** Several columns about the author are usual: the one that tells voices apart best. Of second choices the earlier in the list. */
function chosen(field: Field, names: string[]): string {
  const order = field === 'author' ? AUTHOR_ORDER : SECOND_ORDER;
  const rank = (name: string): number => order.indexOf(columnKey(name));
  return names.reduce((best, name) => (rank(name) < rank(best) ? name : best));
}

const isConflict = (field: Field, names: string[]): boolean =>
  field !== 'author' && names.length > 1 && !SECOND.has(columnKey(names[0]!));
