import { jsonProblem } from '../../platform/runtime/json-problem.ts';
import { z } from 'zod';
import { XmlError } from '../readers/xml-sax.ts';
import { firstDate, readable, resolveLink, titleLine, type FeedEntry } from './entry.ts';

const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);
const itemSchema = z.object({
  id: text,
  url: text,
  external_url: text,
  title: text,
  content_html: text,
  content_text: text,
  summary: text,
  date_published: text,
  date_modified: text,
});
const feedSchema = z.object({ version: z.string(), items: z.array(z.unknown()) });

/** JSON Feed 1.0 and 1.1, also as RSSHub writes it (content_html repeats the title when there is no text). @throws XmlError */
export function readJsonFeed(json: string, base: string | null): FeedEntry[] {
  const parsed = feedSchema.safeParse(parse(json));
  if (!parsed.success || !/jsonfeed\.org|^1(?:\.\d)?$/i.test(parsed.data.version))
    throw new XmlError('不是 JSON Feed：缺少 version（https://jsonfeed.org/…）或 items');
  return parsed.data.items.map((item) => readItem(itemSchema.safeParse(item), base));
}

function readItem(parsed: z.ZodSafeParseResult<z.infer<typeof itemSchema>>, base: string | null): FeedEntry {
  if (!parsed.success) return { id: null, url: null, title: '', body: '', publishedAt: null };
  const item = parsed.data;
  const title = titleLine(item.title ?? '', 'text');
  const body = item.content_html
    ? readable(item.content_html, 'html')
    : readable(item.content_text ?? item.summary ?? '', 'text');
  return {
    id: item.id?.trim() || null,
    url: resolveLink(item.url ?? item.external_url, base),
    title,
    body: body === title ? '' : body,
    publishedAt: firstDate([item.date_published, item.date_modified]),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new XmlError(jsonProblem(error, json));
  }
}
