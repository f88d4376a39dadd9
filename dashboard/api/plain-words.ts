import { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** What a value should be, as a person filling in a form would say it. */
const KINDS: Record<string, string> = {
  string: '请填写文字',
  number: '请填写数字',
  int: '请填写整数',
  bigint: '请填写整数',
  boolean: '请选择是或否',
  date: '请填写日期，如 2026-11-23',
  array: '请填写列表',
  object: '这一部分填写不完整',
};

const FORMATS: Record<string, string> = {
  date: '请填写日期，如 2026-11-23',
  datetime: '请填写日期和时间，如 2026-11-23 09:30',
  time: '请填写时间，如 09:30',
  duration: '请填写时长，如 PT2H（2小时）',
  url: '请填写完整的网址，如 https://www.example.cn/',
  email: '请填写电子邮箱地址',
  uuid: '编号不正确，请刷新页面后重新选择',
  guid: '编号不正确，请刷新页面后重新选择',
};

const wrongType = (issue: Extract<Issue, { code: 'invalid_type' }>): string =>
  issue.input === undefined || issue.input === null
    ? '请填写或选择'
    : (KINDS[issue.expected] ?? '填写的内容不正确，请检查后重填');

/** A day for people; bounds of dates come as numbers. */
const day = (bound: number | bigint): string => new Date(Number(bound) + 8 * 3_600_000).toISOString().slice(0, 10);

function tooSmall({ origin, minimum, inclusive }: Extract<Issue, { code: 'too_small' }>): string {
  const least = `${minimum}`;
  switch (origin) {
    case 'string':
      return Number(minimum) <= 1 ? '请填写' : `请至少填写${least}个字`;
    case 'array':
    case 'set':
    case 'map':
      return Number(minimum) <= 1 ? '请至少填写或选择一项' : `请至少填写或选择${least}项`;
    case 'date':
      return `日期不得早于 ${day(minimum)}`;
    case 'file':
      return '文件是空的或太小';
    default:
      return inclusive === false ? `请填写大于${least}的数` : `数值不得小于${least}`;
  }
}

function tooBig({ origin, maximum, inclusive }: Extract<Issue, { code: 'too_big' }>): string {
  const most = `${maximum}`;
  switch (origin) {
    case 'string':
      return `最多填写${most}个字，请删减`;
    case 'array':
    case 'set':
    case 'map':
      return `最多填写或选择${most}项，请删减`;
    case 'date':
      return `日期不得晚于 ${day(maximum)}`;
    case 'file':
      return '文件太大';
    default:
      return inclusive === false ? `请填写小于${most}的数` : `数值不得大于${most}`;
  }
}

/** What a schema says by itself, in the words of a form: for people, not for programmers. A schema's own messages stay. */
export const plainWords = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue);
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return FORMATS[issue.format] ?? '格式不正确，请检查后重填';
    case 'invalid_value':
      return issue.input === undefined || issue.input === null || issue.input === ''
        ? '请选择'
        : `不能选这一项，可选：${issue.values.map(String).join('、')}`;
    case 'not_multiple_of':
      return `请填写${issue.divisor}的倍数`;
    case 'unrecognized_keys':
      return `不能有这几项：${issue.keys.join('、')}`;
    case 'invalid_union':
      return '填写的内容不正确，请检查后重填';
    case 'invalid_key':
    case 'invalid_element':
      return '其中有一项填写不正确';
    default:
      return '填写的内容不符合要求';
  }
};
