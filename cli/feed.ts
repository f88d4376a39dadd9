import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { loadRulebook } from '../config/load.ts';
import { sourcesSchema } from '../config/schema/sources.ts';
import { readSettings } from '../config/settings.ts';
import { parseFeed, type FeedEntry } from '../ingest/index.ts';
import { AppError } from '../platform/runtime/errors.ts';
import { createOutgoing } from '../platform/runtime/outgoing.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import type { CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

const MAX_BYTES = 32 * 1024 * 1024;

export const verb: CliVerb = {
  name: 'feed',
  usage: 'feed 文件或网址 [--json]',
  reads: 'settings',
  summary: '读取 RSS、Atom 或 JSON Feed，按原顺序逐条输出 {id, url, title, body, publishedAt}。',
  details: [
    '--json 每行一个 JSON 对象，不加则每条一行：时间、标题、网址，以制表符分隔。本机和内网地址须列入 sources.yaml 的 allowInside。',
    '退出码：0 成功，1 无法读取，2 用法有误。',
  ],
  examples: ['huiying feed https://example.org/rss.xml --json', 'huiying feed 订阅.xml'],
  async run(context) {
    const { values, positionals } = parseArguments(this, context.argv, { json: { type: 'boolean' } });
    const [what] = positionals;
    if (what === undefined || positionals.length > 1) throw wrongUsage(this, '请写明一个文件或网址。');
    const { configFolder } = readSettings(context.env, context.cwd);
    try {
      const entries = /^https?:\/\//i.test(what)
        ? await fetchFeed(configFolder, what)
        : parseFeed(await readLocal(resolve(context.cwd, what)));
      for (const entry of entries)
        await writeLine(context.stdout, values.json ? JSON.stringify(entry) : oneLine(entry));
      context.stderr.write(`共 ${entries.length} 条\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      context.stderr.write(`${what}：${error.message}\n`);
      return 1;
    }
  },
};

async function readLocal(path: string): Promise<Buffer> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new AppError('not_found', '文件不存在');
  if (found.size > MAX_BYTES) throw new AppError('too_large', '文件超过 32 MB');
  return readFile(path);
}

/** The same guard as the server's; inside hosts must be listed in sources.yaml. */
async function fetchFeed(configFolder: string, url: string): Promise<FeedEntry[]> {
  const { allowInside } = loadRulebook(configFolder, 'sources', sourcesSchema);
  const answer = await createOutgoing(allowInside)(url, { maxBytes: MAX_BYTES });
  if (answer.status !== 200) throw new AppError('unavailable', `对方返回 HTTP ${answer.status}`);
  return parseFeed(answer.body, { contentType: answer.headers['content-type'], url: answer.url });
}

const oneLine = ({ publishedAt, title, url }: FeedEntry): string =>
  [publishedAt ?? '（无时间）', title || '（无标题）', url ?? ''].join('\t');
