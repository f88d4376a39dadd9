import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { SOURCE_TYPES } from '../../ingest/messages.ts';
import { toLocalIso } from '../runtime/local-time.ts';

const postSchema = z.strictObject({
  id: z.string(),
  minutesBefore: z.number().nonnegative(),
  sourceType: z.enum(SOURCE_TYPES),
  title: z.string(),
  text: z.string(),
  voice: z.string().optional(),
  scene: z.string().optional(),
  counts: z.record(z.string(), z.number()).optional(),
});
export type StoryPost = z.infer<typeof postSchema>;

const actSchema = z.strictObject({
  minutesBefore: z.number().nonnegative(),
  scene: z.string(),
  /** Login of a demonstration account. */
  as: z.string(),
  verb: z.string(),
  input: z.record(z.string(), z.unknown()),
});
export type StoryAct = z.infer<typeof actSchema>;

/** One thing that happens. A tick only lets deadlines fire in story time. */
export type StoryStep = { minutesBefore: number } & (
  { kind: 'post'; post: StoryPost } | { kind: 'act'; act: StoryAct } | { kind: 'tick' }
);

const TICK_MINUTES = 60;

/** The invented three days of 江城市, in order: posts before acts before ticks of the same minute. */
export function loadStory(configFolder: string): StoryStep[] {
  const lines = readFileSync(join(configFolder, 'demo', 'posts.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean);
  const posts = lines.map((line) => postSchema.parse(JSON.parse(line)));
  const { acts } = z
    .strictObject({ acts: z.array(actSchema) })
    .parse(parse(readFileSync(join(configFolder, 'demo', 'acts.yaml'), 'utf8')));
  const from = Math.max(...posts.map((post) => post.minutesBefore));
  const ticks = Array.from({ length: Math.floor(from / TICK_MINUTES) + 1 }, (_, index) => index * TICK_MINUTES);
  const steps: StoryStep[] = [
    ...posts.map((post): StoryStep => ({ kind: 'post', minutesBefore: post.minutesBefore, post })),
    ...acts.map((act): StoryStep => ({ kind: 'act', minutesBefore: act.minutesBefore, act })),
    ...ticks.map((minutesBefore): StoryStep => ({ kind: 'tick', minutesBefore })),
  ];
  // Array.sort is stable, so the order of the file and of the kinds above decides within a minute.
  return steps.sort((a, b) => b.minutesBefore - a.minutesBefore);
}

export const instantOf = (endsAt: Date, minutesBefore: number): Date =>
  new Date(endsAt.getTime() - minutesBefore * 60_000);

/** "@-300" anywhere in an input becomes the instant 300 minutes before the end of the story, "@+360" one after it. */
export function resolveInstants(value: unknown, endsAt: Date): unknown {
  if (typeof value === 'string') {
    const offset = /^@([+-]\d+)$/.exec(value)?.[1];
    return offset === undefined ? value : toLocalIso(new Date(endsAt.getTime() + Number(offset) * 60_000));
  }
  if (Array.isArray(value)) return value.map((item) => resolveInstants(item, endsAt));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveInstants(item, endsAt)]));
  }
  return value;
}
