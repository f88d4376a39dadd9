import { OUTPUT_CODES, OUTPUT_FIELDS } from './analyze-fields.ts';

/** The page on input and output of `analyze`, as it stands in docs/analyze.md and docs/analyze.zh-CN.md. */
export const analyzePage = (english: boolean): string => (english ? englishPage() : chinesePage());

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const fields = (language: 'zh' | 'en', head: string[]): string =>
  table(
    head,
    OUTPUT_FIELDS.map((field) => [`\`${field.path}\``, ...field[language]]),
  );

const codes = (language: 'zh' | 'en', head: string[]): string =>
  table(
    head,
    OUTPUT_CODES.map((list) => [
      list[language],
      list.name.keys.map((key) => `\`${key}\` ${list.name(key)}`).join(' · '),
    ]),
  );

/** What is accepted as a name of a column; all of them stand in ingest/formats/columns.ts. */
const INPUT: [string, string, string, string][] = [
  ['id', '编号、留言编号、工单编号、信访编号……', '必填；文字或数字', 'required; string or number'],
  ['title', '标题、主题、留言标题……', '标题、正文至少有一列', 'this or the text'],
  ['text', 'body、content、内容、正文、诉求内容……', '正文', 'the text'],
  [
    'publishedAt',
    'date、时间、发布时间、来电时间……',
    '可选；用于区分当前与往年的事',
    'optional; tells past events from present ones',
  ],
  ['region', '省份、IP属地……', '可选；来源所示省份', 'optional; province the source names'],
];

/** Each sentence of `needsPersonWhy` as it begins, and what it means in English. */
export const REASONS: [string, string, string][] = [
  ['没有可读的文字', '标题、正文都是空白', 'title and text are blank'],
  ['文字含无法识别的字符', '编码有误或原文残缺，判断不可采信', 'undecodable characters: do not rely on the answer'],
  ['文字疑似乱码', '同上', 'mojibake: the same'],
  ['敏感等级 3 级', '重大事项一律由人判读', 'level 3 is always looked at'],
  ['敏感等级把握不足', '概率低于 0.60', 'probability of the level below .60'],
  ['主题把握不足', '概率低于 0.60', 'probability of the topic below .60'],
  ['可能达到重大以上级别', 'eventLevel.high 为 I、II', 'eventLevel.high is I or II'],
  ['承办单位把握不足', '主办单位的把握低于 0.45', 'score of the lead below .45'],
  ['反映了', '被反映单位须回避，承办单位由人确认', 'a unit of ours is blamed and barred'],
  ['被反映单位不明', '拟主办单位可能就是被反映单位', 'the proposed lead may be the one blamed'],
  ['发生地', '不在本级辖区，请人确认是否移送', 'outside the jurisdiction'],
  ['地点', '同名地点不止一处', 'the name means several places'],
];

const EXAMPLE = `npm run -s huiying -- analyze < in.jsonl > out.jsonl
echo '{"id":"1","title":"停水","text":"滨江区阳光小区停水三天没人管","publishedAt":"2026-09-18T16:00:00+08:00"}' | npm run -s huiying -- analyze`;

function chinesePage(): string {
  return `# analyze：输入与输出

由 \`huiying analyze --fields\` 生成，请勿手改。English: [analyze.md](analyze.md)。

## 输入

标准输入，每行一个 JSON 对象（JSONL）；也可以是 JSON 数组或带表头的 CSV（逗号、制表符或分号分隔）。编码可为 UTF-8（带不带 BOM 均可）、GB18030（GBK）或 UTF-16，换行可为 LF 或 CRLF。

${table(
  ['字段', '也可以叫', '说明'],
  INPUT.map(([name, other, zh]) => [`\`${name}\``, other, zh]),
)}

\`\`\`sh
${EXAMPLE}
\`\`\`

## 退出码

0：每一行都已分析。1：有的行未能分析（标准错误逐行列出行号和原因），或者文字空白、残缺、编码无法识别（仍有结果，但一律标为须人工判读）。2：用法有误。

## 输出

每行一个 JSON 对象，与输入同序；\`[]\` 表示数组，\`*\` 为“伤亡与损失”的代码，文中没有说的不出现。

${fields('zh', ['字段', '含义', '单位、取值'])}

## 代码

${codes('zh', ['名称', '代码与含义'])}

## 须人工判读（needsPerson）

机器只提建议。下列任何一条成立，\`needsPerson\` 即为 true，\`needsPersonWhy\` 逐条写明；为 false 时也不代替人的决定。

${table(
  ['原因（开头）', '含义'],
  REASONS.map(([why, zh]) => [why, zh]),
)}
`;
}

function englishPage(): string {
  return `# analyze: input and output

Made by \`huiying analyze --fields --english\`; do not edit. 中文：[analyze.zh-CN.md](analyze.zh-CN.md)。

## Input

Standard input, a JSON object a line (JSONL); a JSON array or a CSV with a header (comma, tab, semicolon) will do, too. UTF-8 with or without BOM, GB18030 (GBK) or UTF-16; LF or CRLF.

${table(
  ['field', 'also called', 'what'],
  INPUT.map(([name, other, , en]) => [`\`${name}\``, other, en]),
)}

\`\`\`sh
${EXAMPLE}
\`\`\`

## Exit code

0: every row was analysed. 1: some were not (standard error names each line and why), or their text is blank, broken or of no known encoding (they have an answer, always with needsPerson). 2: usage.

## Output

A JSON object a line, in the order of the input; \`[]\` is an array, \`*\` a code of the list fact (what is not told is absent).

${fields('en', ['field', 'meaning', 'unit, range, codes'])}

## Codes

${codes('en', ['list', 'codes with their Chinese names'])}

## needsPerson

The machine suggests. \`needsPerson\` is true when any of these holds, and \`needsPersonWhy\` says which; false does not replace a person's decision either.

${table(
  ['reason (how it begins)', 'what it means'],
  REASONS.map(([why, , en]) => [why, en]),
)}
`;
}
