import { describe, expect, it } from 'vitest';
import { normalise, type NormaliseContext } from '../normalise.ts';
import type { Draft } from '../raw-record.ts';
import { columnKey } from './columns.ts';
import { recogniseFormat } from './recognise.ts';
import { CASES, SECRETS } from './sample-rows.ts';

const NOW = new Date('2026-11-22T10:00:00+08:00');
const context: NormaliseContext = {
  ...{ source: 'x', sourceType: 'other', jurisdiction: '990100', origin: 'live', now: NOW, historyDays: 7 },
  keys: {
    hmac: (purpose, value) =>
      Buffer.from(`${purpose}${value}`)
        .reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7)
        .toString(16)
        .padStart(24, '0'),
    voicePeriod: () => '2026-10',
  },
};

function read(
  row: Record<string, unknown>,
  path = 'rows.jsonl',
): { name: string; drafts: Draft[]; personal: string[] } {
  const recognised = recogniseFormat(Object.keys(row), path);
  if (recognised.kind !== 'format') throw new Error(recognised.message);
  const { format } = recognised;
  const drafts = format.records(row).map((record) => {
    const one = normalise(
      { ...record, source: record.source ?? format.source, sourceType: record.sourceType ?? format.sourceType },
      context,
    );
    if (one.kind === 'refused') throw new Error(one.detail);
    return one.draft;
  });
  return { name: format.name, drafts, personal: format.personal };
}

describe('recognised formats', () => {
  it.each(CASES)('%s', (name, path, row, expected) => {
    const { name: found, drafts } = read(row, path);
    expect(found).toBe(name);
    expect(drafts[0]).toMatchObject(expected);
    expect(JSON.stringify(drafts)).not.toMatch(SECRETS);
  });

  it('reads Weibo of the API with the repost and its original, without the user', () => {
    const user = {
      id: 5550001,
      screen_name: '路人昵称甲',
      avatar_hd: 'https://img.example/5550001.jpg',
      gender: '女性标记',
      followers_count: '粉丝9',
    };
    const row = {
      idstr: '502',
      mblogid: 'Nab',
      created_at: 'Sat Nov 21 08:00:00 +0800 2026',
      text: '转发理由：<a href="/n/x">@路人昵称甲</a> 快看',
      attitudes_count: 1,
      region_name: '发布于 湖北',
      user,
      retweeted_status: { idstr: '501', created_at: '11-20 08:00', text_raw: '原帖：停水三天', user },
    };
    const { drafts } = read(row);
    expect(drafts.map((draft) => [draft.externalId, draft.parentId])).toEqual([
      ['501', null],
      ['502', '501'],
    ]);
    expect(drafts[1]).toMatchObject({
      url: 'https://m.weibo.cn/status/Nab',
      region: '湖北',
      publishedAt: new Date('2026-11-21T08:00:00+08:00'),
    });
    expect(JSON.stringify(drafts)).not.toMatch(SECRETS);
    expect(read({ ...row, retweeted_status: { text: '该微博已被删除' } }).drafts).toHaveLength(1);
  });

  it('skips creator files, refuses two columns for one field by name and a table without text by its columns', () => {
    expect(recogniseFormat(['user_id', 'nickname', 'fans'], 'search_creators_2026-11-21.csv')).toMatchObject({
      kind: 'skip',
    });
    expect(recogniseFormat(['编号', '内容', '诉求 内容'], 'x')).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('内容、诉求 内容') as string,
    });
    expect(recogniseFormat(['甲', '乙'], 'x')).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('甲、乙') as string,
    });
  });

  it('lists unknown columns and says which are personal', () => {
    const recognised = recogniseFormat(['工单编号', '诉求内容', '坐席工号', '求助号码'], 'x');
    expect(recognised.kind === 'format' && [recognised.format.ignored, recognised.format.personal]).toEqual([
      ['坐席工号'],
      ['求助号码'],
    ]);
  });

  it.each([
    ['来电内容 来电日期 来电人 问题属地 承办单位', '12345 热线工单', ['来电人']],
    ['信访编号 信访人 信访内容 信访日期 问题属地 去向机关', '信访件', ['信访人']],
    ['编号 问题描述 登记日期', '通用表格', []],
  ])('knows the columns of a table: %s', (columns, name, personal) => {
    const recognised = recogniseFormat(columns.split(' '), 'x');
    expect(recognised).toMatchObject({ kind: 'format', format: { name, personal, ignored: [], hasDate: true } });
  });

  it('takes a petition whole: number, owner, place, day', () => {
    const row = {
      信访编号: 'XF1',
      信访内容: '小区停水三天无人管',
      信访日期: '2026-11-03',
      问题属地: '城东区',
      去向机关: '市水务局',
    };
    expect(read(row).drafts[0]).toMatchObject({
      ...{ text: '小区停水三天无人管\n发生地：城东区', publishedPrecision: 'day' },
      order: { number: 'XF1', owner: '市水务局' },
    });
  });

  it.each(['区域', '区县', '所在区域'])('keeps where the sheet of a hotline says it is: %s', (column) => {
    const row = { 工单编号: 'GD9', 工单内容: '路灯不亮', 受理时间: '2026-11-03 09:00', [column]: '城东区' };
    // Told to whoever imports it.
    const kept = ['工单编号', '工单内容', '受理时间', `${column}（并入正文，作发生地）`];
    expect(recogniseFormat(Object.keys(row), 'x')).toMatchObject({ kind: 'format', format: { ignored: [], kept } });
    expect(read(row).drafts[0]).toMatchObject({ text: '路灯不亮\n发生地：城东区' });
    // The street, where there is one, says more.
    expect(read({ ...row, 发生地点: '和平街道' }).drafts[0]).toMatchObject({ text: '路灯不亮\n发生地：和平街道' });
  });

  it.each([
    [{ 平台: '微博' }, 'weibo'],
    [{ '平台 ': ' 抖音 ' }, 'video'],
    [{ 发布平台: '微信公众号' }, 'wechat'],
    [{ 平台: 'ＡＰＰ' }, 'client'],
    [{ 平台: '江城生活圈' }, 'other'],
    [{ 平台: '微博', sourceType: 'forum' }, 'forum'],
    [{ 平台: '微博', 工单编号: 'GD9' }, 'hotline'],
  ])('takes the platform of a table row for its kind of source: %j', (row, type) => {
    const columns = { ...row, 内容: '滨河路路灯不亮' };
    expect(read(columns).drafts[0]).toMatchObject({ sourceType: type });
  });

  it('does not call the platform of a table an unknown column', () => {
    expect(recogniseFormat(['平台', '内容'], 'x')).toMatchObject({ kind: 'format', format: { ignored: [] } });
  });

  it('refuses 昨天 in a table, and says what to rename when no column is the text', () => {
    expect(() => read({ 内容: '路灯不亮', 时间: '昨天 08:05' })).toThrow('时间无法识别');
    expect(() => read({ 甲: '路灯不亮' })).toThrow('列名改为“内容”');
  });

  it('compares column names as people write them', () => {
    expect(['\ufeff 工单_编号', 'Ｃｏｎｔｅｎｔ', '留言时间（必填）'].map(columnKey)).toEqual([
      '工单编号',
      'content',
      '留言时间',
    ]);
  });
});
