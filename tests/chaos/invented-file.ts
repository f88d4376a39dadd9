import type { Random } from './random.ts';

/** An invented file of posts, and what must be in the database after it was imported, however often that was interrupted. */
export interface InventedFile {
  name: string;
  content: string;
  rows: number;
  /** Last content of every good id: a mark that its stored text must carry. */
  marks: Map<string, string>;
  /** Ids whose text an earlier row under another id had: copy → first. */
  copies: Map<string, string>;
  /** Line numbers of rows that must be refused. */
  refused: number[];
}

interface Row {
  id: string;
  title: string;
  text: string;
  time: string;
  like: number;
}

const PLACES = ['城东区东湖街道', '城西区新华街道', '滨江区江滩街道', '云山县沙河镇', '城东区和平路', '滨江区解放路'];
const MATTERS = ['路灯不亮', '夜间施工噪声扰民', '自来水发黄', '垃圾清运不及时', '公交车班次太少', '电梯经常停运'];
const WISHES = ['请有关部门尽快处理', '希望给个答复', '已经反映过两次了', '孩子和老人都受影响', '什么时候能解决'];

/**
 * About 5 % copies of an earlier text, 2 % the same row again, 2 % ids that come again later with another text (the last wins), 4 % rows
 * that must be refused.
 */
export function inventFile(random: Random, rows: number, format: 'jsonl' | 'csv'): InventedFile {
  const write = format === 'csv' ? csvWriter() : jsonWriter();
  const file = { marks: new Map<string, string>(), copies: new Map<string, string>(), refused: [] as number[] };
  const plain: Invented[] = [];
  const revisions: Invented[] = [];
  let written = 0;
  const say = (post: Invented): void => {
    file.marks.set(post.row.id, post.mark);
    write.row(post.row);
    written += 1;
  };
  while (written < rows) {
    const dice = random.next();
    const earlier = plain.length > 0 ? random.pick(plain) : invent(random, written);
    if (dice < 0.04) {
      file.refused.push(write.refused(random, written));
      written += 1;
    } else if (dice < 0.06) say(earlier);
    else if (dice < 0.11 && plain.length > 0) {
      const row = { ...earlier.row, id: `d${written}` };
      file.copies.set(row.id, earlier.row.id);
      say({ ...earlier, row });
    } else if (dice < 0.13) {
      const first = invent(random, written);
      revisions.push(revised(first, written));
      say(first);
    } else if (dice < 0.15 && revisions.length > 0) say(revisions.splice(random.int(revisions.length), 1)[0]!);
    else {
      const post = invent(random, written);
      plain.push(post);
      say(post);
    }
  }
  revisions.forEach(say);
  return { name: `posts.${format}`, content: write.text(), rows: written, ...file };
}

interface Invented {
  row: Row;
  mark: string;
}

function revised({ row }: Invented, index: number): Invented {
  const mark = `回执${index}乙`;
  return { row: { ...row, text: `${row.text}补充说明：${mark}` }, mark };
}

function invent(random: Random, index: number): Invented {
  const mark = `回执${index}甲`;
  const day = String(1 + random.int(28)).padStart(2, '0');
  const text = `${random.pick(PLACES)}${random.pick(MATTERS)}，${random.pick(WISHES)}，${random.pick(WISHES)}。${mark}`;
  return {
    row: {
      ...{ id: `p${index}`, title: random.chance(0.3) ? random.pick(MATTERS) : '', text },
      ...{ time: `2025-03-${day} 0${random.int(10)}:15:00`, like: random.int(50) },
    },
    mark,
  };
}

interface Writer {
  row(row: Row): void;
  /** @returns the line number. */
  refused(random: Random, index: number): number;
  text(): string;
}

const BAD: Partial<Row>[] = [{ title: '', text: '' }, { time: '时间不详' }, { time: '2099-01-01 08:00:00' }];

function jsonWriter(): Writer {
  const lines: string[] = [];
  const push = (line: string): number => lines.push(line);
  return {
    row: (row) => void push(JSON.stringify(row)),
    refused: (random, index) => {
      if (random.chance(0.3)) return push(`{"id": "x${index}", "text": "写到一半`);
      return push(JSON.stringify({ ...invent(random, index).row, id: `x${index}`, ...random.pick(BAD) }));
    },
    text: () => `${lines.join('\n')}\n`,
  };
}

/** Every seventh text has a line break inside its quotes. */
function csvWriter(): Writer {
  let text = '\ufeff编号,标题,内容,时间,点赞数\r\n';
  let line = 2;
  const push = (record: string): number => {
    const at = line;
    text += `${record}\r\n`;
    line += record.split('\n').length;
    return at;
  };
  const cells = ({ id, title, text: body, time, like }: Row): string => {
    const broken = id.endsWith('7') ? body.replace('，', '，\n') : body;
    return [id, title, body === '' ? '' : `"${broken}"`, time, String(like)].join(',');
  };
  return {
    row: (row) => void push(cells(row)),
    refused: (random, index) => {
      if (random.chance(0.3)) return push(`x${index},少了几列`);
      return push(cells({ ...invent(random, index).row, id: `x${index}`, ...random.pick(BAD) }));
    },
    text: () => text,
  };
}
