import { INTAKE_KINDS, SOURCE_TYPES } from '../messages.ts';
import type { IntakeKind, RawRecord, SourceType } from '../raw-record.ts';
import { namesIn } from '../steps/row-names.ts';
import { columnKey, planColumns, type ColumnPlan, type Field } from './columns.ts';
import { textOf, type Recognised, type Row, type RowFormat } from './format.ts';
import { platformType } from './platform-names.ts';

const KINDS: [RegExp, IntakeKind][] = [
  [/咨询|询问/, 'consultation'],
  [/建议|献策/, 'suggestion'],
  [/纠错/, 'correction'],
  [/信息公开|依申请/, 'disclosure'],
  [/信访|求决/, 'petition'],
  [/突发|紧急|报警/, 'emergency'],
  [/投诉|举报|求助|诉求|反映|意见/, 'complaint'],
];
/** Column that tells which office's table this is. */
const KNOWN: { columns: RegExp; name: string; source: string; type: SourceType }[] = [
  {
    columns:
      /^(?:工单编号|工单号|诉求编号|诉求内容|工单内容|hotlineno|appealcontent|recid|市交办时间|诉求渠道|来电内容|来电日期|来电时间)$/,
    name: '12345 热线工单',
    source: 'hotline',
    type: 'hotline',
  },
  {
    columns: /^(?:信访编号|信访件编号|信访内容|infoid|visittime|信访时间|信访日期|信访诉求)$/,
    name: '信访件',
    source: 'petition',
    type: 'petition',
  },
  { columns: /^(?:留言编号|留言主题|留言详情|留言内容)$/, name: '网上留言', source: 'board', type: 'board' },
];

/** A table with a header row (or JSON rows), its columns found by their usual names. */
export function tableFormat(columns: string[]): Recognised {
  const plan = planColumns(columns);
  const conflict = plan.conflicts[0];
  if (conflict)
    return {
      kind: 'refused',
      message: `有两列对应同一项内容：${conflict.columns.join('、')}。请删去或改名其中一列后重新导入。`,
    };
  const fields = new Set(plan.fields.values());
  if (!fields.has('text') && !fields.has('title')) {
    return {
      kind: 'refused',
      message: `没有找到正文列（如 内容、正文、诉求内容、留言详情、text）。文件中的列：${columns.slice(0, 30).join('、') || '（无）'}。请把正文所在列的列名改为“内容”后重新导入。`,
    };
  }
  const known = KNOWN.find((each) => columns.some((column) => each.columns.test(columnKey(column))));
  const format: RowFormat = {
    name: known?.name ?? '通用表格',
    source: known?.source ?? 'import',
    namedByFile: known === undefined,
    sourceType: known?.type ?? 'other',
    kept: keptColumns(plan),
    ignored: plan.ignored,
    personal: plan.personal,
    hasDate: fields.has('date'),
    records: (row) => [recordOf(row, plan, known !== undefined)],
  };
  return { kind: 'format', format };
}

/** The author's column tells voices apart and is not kept. */
const keptColumns = ({ fields }: ColumnPlan): string[] =>
  [...fields].flatMap(([column, field]) =>
    field === 'author' ? [] : [field === 'place' ? `${column}（并入正文，作发生地）` : column],
  );

function recordOf(row: Row, plan: ColumnPlan, isOrder: boolean): RawRecord {
  const values: Partial<Record<Field, unknown>> = {};
  for (const [column, field] of plan.fields) values[field] = row[column];
  const text = (field: Field): string | null => textOf(values[field]);
  const id = text('id');
  const rank = Number(text('rank') ?? Number.NaN);
  return {
    ...{ externalId: id, url: text('url'), title: text('title'), body: text('text'), parentId: text('parentId') },
    publishedAt: typeof values.date === 'string' ? writtenDate(text('date')) : values.date,
    counts: { ...nestedCounts(values.counts), ...countsOf(values) },
    region: values.region,
    author: values.author,
    names: plan.names.flatMap((column) => namesIn(row[column])),
    rank: Number.isInteger(rank) && rank > 0 ? rank : null,
    intakeKind: intakeKind(text('kind')),
    order: isOrder && id !== null ? { owner: text('owner'), dueAt: values.due } : null,
    place: text('place'),
    ...stated(text('source'), text('sourceType'), isOrder),
  };
}

const RELATIVE = /^(?:刚刚|(?:今|昨|前)[天日]|\d{1,3}\s*(?:秒|分钟|小时|天)前)/;

/** In a table nobody knows which day 昨天 was counted from: such a word reads as no date, so that the row is refused, not dated wrong. */
function writtenDate(text: string | null): unknown {
  return text !== null && RELATIVE.test(text.normalize('NFKC').trim()) ? { toString: () => text } : text;
}

function countsOf(values: Partial<Record<Field, unknown>>): NonNullable<RawRecord['counts']> {
  const { like, comment, share, view, repeat } = values;
  return Object.fromEntries(
    Object.entries({ like, comment, share, view, repeat }).filter(([, value]) => value !== undefined),
  );
}

function nestedCounts(value: unknown): NonNullable<RawRecord['counts']> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as NonNullable<RawRecord['counts']>)
    : {};
}

function intakeKind(label: string | null): IntakeKind | undefined {
  if (label === null) return undefined;
  return INTAKE_KINDS.find((kind) => kind === label) ?? KINDS.find(([pattern]) => pattern.test(label))?.[1];
}

/** A row of the internal shape may name its own source, one of a list of posts its platform; an order stays one wherever it came in. */
function stated(
  source: string | null,
  type: string | null,
  isOrder: boolean,
): Pick<RawRecord, 'source' | 'sourceType'> {
  return {
    source: source !== null && /^[a-z0-9][a-z0-9._-]{0,59}$/i.test(source) ? source : undefined,
    sourceType: SOURCE_TYPES.find((each) => each === type) ?? (isOrder ? undefined : platformType(type)),
  };
}
