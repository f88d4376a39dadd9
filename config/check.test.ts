import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadCalendars } from './calendars.ts';
import { checkConfig } from './check.ts';
import { shippedConfigFolder } from './load.ts';
import { loadRulebooks } from './rulebooks.ts';
import { readSettings, SETTINGS_HELP } from './settings.ts';

const scratch: string[] = [];
afterAll(() => scratch.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A customer's own config folder: a copy of the shipped one with one edit. */
function folder(file = '', edit: (text: string) => string = (text) => text): string {
  const own = mkdtempSync(join(tmpdir(), 'huiying-config-'));
  scratch.push(own);
  for (const part of ['rulebooks', 'calendars'])
    cpSync(join(shippedConfigFolder(), part), join(own, part), { recursive: true });
  if (file) {
    const before = readFileSync(join(own, file), 'utf8');
    const after = edit(before);
    if (after === before) throw new Error(`the edit of ${file} changed nothing`);
    writeFileSync(join(own, file), after);
  }
  return own;
}
const inMarch = new Date('2026-03-01T00:00:00+08:00');
const errors = (own: string) => checkConfig(own, inMarch).errors.join('\n');

describe('the shipped configuration', () => {
  it('is right', () => {
    expect(checkConfig(shippedConfigFolder(), inMarch)).toMatchObject({ errors: [], warnings: [] });
  });
  it('names a paper and a grade on every clock, level, promotion and route', () => {
    const books = loadRulebooks(shippedConfigFolder());
    for (const rule of books.clocks.rules) expect(rule.source.doc).not.toMatch(/https?:|www\./);
    expect(books.calendars.map((file) => [file.year, file.notice?.number])).toEqual([
      [2025, '国办发明电〔2024〕12号'],
      [2026, '国办发明电〔2025〕7号'],
    ]);
  });
});

describe('a wrong setting', () => {
  it.each([
    [{ PORT: 'abc' }, '设置 PORT（--port）应为 0–65535 的整数，现为“abc”'],
    [{ HUIYING_LOG: 'loud' }, '设置 HUIYING_LOG 应为 trace、debug'],
    [{ HUIYING_KEY: 'secret' }, '设置 HUIYING_KEY 应为 至少 32 位的十六进制数'],
  ])('%o is named with what it may be', (env, message) => {
    expect(() => readSettings(env, '/')).toThrow(message);
    expect(() => readSettings(env, '/')).not.toThrow('secret');
  });
  it('can be looked up with its default and allowed values', () => {
    expect(SETTINGS_HELP).toContainEqual({
      ...{ name: 'PORT', meaning: '监听端口，0 为自动', allowed: '0–65535 的整数', default: 3000, flag: '--port' },
      secret: false,
    });
  });
});

describe('a word that every text holds', () => {
  it('is told and not refused', () => {
    const own = folder('rulebooks/topics.yaml', (text) => text.replace(/strong: \[/, 'strong: [的, '));
    const { errors: wrong, warnings } = checkConfig(own, inMarch);
    expect(wrong).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/topics\.yaml:\d+ topics\.0\.strong\.0: “的”几乎每篇文本都有/)]);
  });
});

describe('a wrong configuration', () => {
  it('that is not there at all is one error', () => {
    expect(errors('/nowhere')).toBe('规则目录不存在：/nowhere/rulebooks（请检查 HUIYING_CONFIG）');
  });
  it('speaks Chinese of YAML and of types, by line', () => {
    const twice = folder('rulebooks/promotion.yaml', (text) => `${text}\nversion: [1\n`);
    expect(errors(twice)).toMatch(/promotion\.yaml:\d+ YAML 写法有误（第\d+行第\d+列）/);
    expect(errors(folder('rulebooks/clocks.yaml', (text) => text.replace('limit: PT48H', 'limit: [48]')))).not.toMatch(
      /Invalid|expected/,
    );
  });
  it.each<[string, string, (text: string) => string, string]>([
    [
      'an unknown key',
      'rulebooks/promotion.yaml',
      (text) => text.replace('name: 快速登记', 'naem: 快速登记'),
      'promotion.yaml:5',
    ],
    [
      'a loosened national clock',
      'rulebooks/clocks.yaml',
      (text) => text.replace('limit: PT48H', 'limit: PT72H'),
      '只能更严',
    ],
    [
      'a loosened statutory clock',
      'rulebooks/clocks.yaml',
      (text) => text.replace('limit: 15, calendar: natural_days', 'limit: 30, calendar: natural_days'),
      '不得比国家规定宽',
    ],
    [
      'a unit that does not exist',
      'rulebooks/routing.yaml',
      (text) => text.replace('press: press_office', 'press: news_office'),
      'routing.yaml:2 bodies.press: departments.yaml 中没有单位 news_office',
    ],
    [
      'a supervising body that may not supervise',
      'rulebooks/routing.yaml',
      (text) => text.replace('supervision: supervision', 'supervision: education'),
      '其他单位不得督办',
    ],
    [
      'an unknown event kind',
      'rulebooks/clocks.yaml',
      (text) => text.replace('kind: [food]}', 'kind: [fodd]}'),
      '没有事件类型 fodd',
    ],
    [
      'a duty that names a word list nobody wrote',
      'rulebooks/routing-duties.yaml',
      (text) => text.replace("'@corruption'", "'@corupt'"),
      'words.0: lexicon.yaml 中没有名为 corupt 的词表',
    ],
    [
      'a topic that does',
      'rulebooks/topics.yaml',
      (text) => text.replace("'@foreign'", "'@nosuch'"),
      'lexicon.yaml 中没有名为 nosuch 的词表',
    ],
    [
      'a word list that holds itself',
      'rulebooks/lexicon.yaml',
      (text) => text.replace(/( {2}minors: \[)/, "$1'@minors', "),
      '词表 minors 引用了自己',
    ],
    [
      'a word of an invisible character',
      'rulebooks/lexicon.yaml',
      (text) => text.replace(/( {2}minors: \[)/, '$1"\\u200b", '),
      'sets.minors.0: 词为空白或只含不可见字符',
    ],
    [
      'a number for a word',
      'rulebooks/lexicon.yaml',
      (text) => text.replace(/( {2}minors: \[)/, '$112345, '),
      "sets.minors.0: 数字作为词须加引号，如 '12345'",
    ],
    [
      'a Chinese comma that makes two words one',
      'rulebooks/lexicon.yaml',
      (text) => text.replace(/minors: \[[^,]+,/u, 'minors: [儿童，少年,'),
      '“儿童，少年”中有中文逗号、顿号或分号',
    ],
    [
      'a word that stands twice',
      'rulebooks/lexicon.yaml',
      (text) => text.replace(/minors: \[[^,]+,/u, 'minors: [孩童, 孩童,'),
      '“孩童”写了两次',
    ],
    ['broken YAML', 'rulebooks/escalation.yaml', (text) => `${text}\n  x: [`, 'escalation.yaml'],
    [
      'a broken calendar',
      'calendars/2026.json',
      (text) => text.replace('"isOffDay": true', '"isOffDay": "yes"'),
      '2026.json',
    ],
    [
      'a calendar under a wrong name',
      'calendars/2026.json',
      (text) => text.replace('"year": 2026', '"year": 2027'),
      '与文件名一致',
    ],
  ])('%s is refused with its place', (_, file, edit, message) => {
    expect(errors(folder(file, edit))).toContain(message);
  });

  it('shows the errors of all books at once', () => {
    const own = folder('rulebooks/promotion.yaml', (text) => text.replace('O-02', 'O-01'));
    writeFileSync(join(own, 'rulebooks/escalation.yaml'), 'ladders: {}\n');
    expect(errors(own)).toMatch(/promotion\.yaml[\s\S]*|escalation\.yaml/);
    expect(errors(own)).toContain('规则编号重复：O-01');
    expect(errors(own)).toContain('escalation.yaml');
  });
});

describe('calendars', () => {
  it('warn 60 days before they end', () => {
    const own = folder();
    expect(checkConfig(own, new Date('2026-11-01T00:00:00+08:00')).warnings).toEqual([]);
    expect(checkConfig(own, new Date('2026-11-21T00:00:00+08:00')).warnings[0]).toContain(
      '日历只到 2026-12-31（还有 41 天）',
    );
    expect(checkConfig(own, new Date('2027-01-05T00:00:00+08:00')).warnings[0]).toContain('已过期');
  });
  it('do not know a year whose notice has not come', () => {
    const own = folder();
    writeFileSync(join(own, 'calendars/2027.json'), JSON.stringify({ year: 2027, papers: [], days: [] }));
    expect(loadCalendars(own).map((file) => file.year)).toEqual([2025, 2026]);
  });
  it('tell a file that nobody reads', () => {
    const own = folder();
    writeFileSync(join(own, 'rulebooks/clock.yaml'), 'rules: []\n');
    expect(checkConfig(own, inMarch).warnings[0]).toContain('clock.yaml');
  });
});
