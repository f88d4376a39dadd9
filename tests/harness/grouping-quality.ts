import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { analyzeBatch } from '../../analyzer/brains/analyze.ts';
import { loadAnalyzerBooks } from '../../analyzer/brains/books.ts';
import type { EventBooks } from '../../analyzer/events/books.ts';
import { GroupingIndex } from '../../analyzer/events/grouping-index.ts';
import { invent } from '../../analyzer/events/invent.ts';
import { planBatch } from '../../analyzer/events/plan-batch.ts';
import type { Member } from '../../analyzer/events/member.ts';
import type { AnalyzedMention } from '../../analyzer/messages.ts';
import { loadSegmenter } from '../../analyzer/text/segmenter.ts';
import { SOURCE_TYPES } from '../../ingest/messages.ts';

/** A post of a told story; `scene` is the matter it belongs to, undefined: everyday noise that belongs to none. */
export const scenePostSchema = z.object({
  id: z.string(),
  /** Minutes before the end of the story. */
  minutesBefore: z.number(),
  sourceType: z.enum(SOURCE_TYPES),
  title: z.string(),
  text: z.string(),
  scene: z.string().optional(),
});
export type ScenePost = z.infer<typeof scenePostSchema>;

export interface Told {
  id: string;
  event: boolean;
  /** Names of the posts inside, in order of publication. */
  posts: string[];
  members: Member[];
  /** Times a person would have seen two matters become one. */
  mergedEvents: number;
}

const END = Date.parse('2026-11-20T20:00:00+08:00');
export const instantOf = (post: ScenePost): Date => new Date(END - post.minutesBefore * 60_000);

/** The demonstration's posts. */
export const demoPosts = (configFolder: string): ScenePost[] =>
  readFileSync(join(configFolder, 'demo', 'posts.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => scenePostSchema.parse(JSON.parse(line)));

/** Real analyses of invented posts, in order of publication; the name of a post is its external id. */
export function analyzed(posts: readonly ScenePost[], configFolder: string): AnalyzedMention[] {
  const books = loadAnalyzerBooks(configFolder);
  const sorted = [...posts].sort((a, b) => b.minutesBefore - a.minutesBefore);
  const analyses = analyzeBatch(sorted, books, loadSegmenter(configFolder));
  return sorted.map((post, at) =>
    invent({ ...post, at: instantOf(post), analysis: analyses[at]!, mention: { externalId: post.id } }),
  );
}

/** Tells the posts one after another, as they would come, and answers the groups at the end. */
export function tellGroups(posts: readonly AnalyzedMention[], { grouping }: EventBooks): Told[] {
  const index = new GroupingIndex(grouping);
  const merged = new Map<string, number>();
  for (const post of posts) {
    const plan = planBatch(index, [post], new Map(), new Date(post.mention.publishedAt), grouping);
    for (const { into, event } of plan.absorbed.values()) if (event) merged.set(into, (merged.get(into) ?? 0) + 1);
  }
  return index.groups().map((group) => {
    const members = [...group.members.values()].sort((a, b) => a.publishedAt - b.publishedAt);
    const posts = members.map((member) => member.externalId);
    return { id: group.id, event: group.event, posts, members, mergedEvents: merged.get(group.id) ?? 0 };
  });
}

export interface Quality {
  /** Of all pairs put together, the share that belongs together; and the other way round. */
  pairs: { precision: number; recall: number };
  /** The same seen from each post (B-cubed): a large matter does not drown the small ones. */
  bcubed: { precision: number; recall: number };
}

/** @param sceneOf matter of each post; a post without one belongs with no other. */
export function qualityOf(groups: readonly string[][], sceneOf: ReadonlyMap<string, string | undefined>): Quality {
  const label = (id: string): string => sceneOf.get(id) ?? `alone:${id}`;
  const sizes = new Map<string, number>();
  for (const id of sceneOf.keys()) sizes.set(label(id), (sizes.get(label(id)) ?? 0) + 1);
  const sums = { right: 0, told: 0, due: 0, precision: 0, recall: 0 };
  for (const size of sizes.values()) sums.due += pairsOf(size);
  for (const group of groups) {
    sums.told += pairsOf(group.length);
    const inside = new Map<string, number>();
    for (const id of group) inside.set(label(id), (inside.get(label(id)) ?? 0) + 1);
    for (const [scene, count] of inside) {
      sums.right += pairsOf(count);
      sums.precision += (count * count) / group.length;
      sums.recall += (count * count) / sizes.get(scene)!;
    }
  }
  const all = sceneOf.size;
  return {
    pairs: {
      precision: sums.told === 0 ? 1 : sums.right / sums.told,
      recall: sums.due === 0 ? 1 : sums.right / sums.due,
    },
    bcubed: { precision: sums.precision / all, recall: sums.recall / all },
  };
}

const pairsOf = (size: number): number => (size * (size - 1)) / 2;
