import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { promotionSchema } from '../../config/schema/promotion.ts';
import {
  analyzed,
  demoPosts,
  qualityOf,
  tellGroups,
  type ScenePost,
  type Told,
} from '../../tests/harness/grouping-quality.ts';
import { scenePosts } from '../../tests/harness/grouping-scenes.ts';
import { loadEventBooks } from './books.ts';
import { paint } from './picture.ts';

const folder = shippedConfigFolder();
const books = loadEventBooks(folder);
const promotion = loadRulebook(folder, 'promotion', promotionSchema);

/** Grouping as the program does it: analysis by the shipped rulebooks, one post after another. */
function tell(posts: ScenePost[]) {
  const groups = tellGroups(analyzed(posts, folder), books);
  const sceneOf = new Map(posts.map((post) => [post.id, post.scene]));
  const scenesIn = (group: Told): string[] => [...new Set(group.posts.map((id) => sceneOf.get(id) ?? 'none'))];
  const named = posts.filter((post) => post.scene !== undefined);
  // Everyday posts of one text are rightly together: only the matters are measured, and that nothing else is among them.
  const quality = qualityOf(
    groups.map(({ posts: ids }) => ids.filter((id) => sceneOf.get(id) !== undefined)),
    new Map(named.map((post) => [post.id, post.scene])),
  );
  const strangers = groups.filter((group) => scenesIn(group).length > 1).map(scenesIn);
  return { groups, scenesIn, quality, strangers, scenes: [...new Set(named.map((post) => post.scene!))] };
}

/** Sensitivity 3 opens a ticket from one post: what a duty officer would see of a matter that fell apart. */
const opensAtOnce = promotion.rules.some((rule) => rule.when.sensitivity === 3);

describe('the matters of the demonstration', () => {
  const { groups, scenesIn, quality, strangers, scenes } = tell(demoPosts(folder));

  it.each(scenes)('%s is exactly one event, at every moment of the story', (scene) => {
    const events = groups.filter((group) => group.event && scenesIn(group).includes(scene));
    expect(events.map((group) => group.mergedEvents)).toEqual([0]);
  });

  it('are found nearly whole, and nothing else is taken in', () => {
    expect(strangers).toEqual([]);
    expect(quality.pairs.precision).toBe(1);
    expect(quality.bcubed.precision).toBe(1);
    expect(quality.pairs.recall).toBeGreaterThanOrEqual(0.9);
    expect(quality.bcubed.recall).toBeGreaterThanOrEqual(0.9);
  });

  it('open at most one ticket each', () => {
    expect(opensAtOnce).toBe(true);
    const grave = groups.filter((group) => {
      const { picture } = paint(group.members, group.members.at(-1)!.publishedAt, books);
      return picture.sensitivity === 3 && !scenesIn(group).includes('none');
    });
    const scenesTold = grave.flatMap(scenesIn);
    expect(scenesTold).toEqual([...new Set(scenesTold)]);
  });
});

describe('matters that are easily taken for one another', () => {
  const { groups, scenesIn, quality, strangers, scenes } = tell(scenePosts);

  it('two districts, estates, canteens, fires, bridges, rumours are never mixed', () => {
    expect(strangers).toEqual([]);
    expect(quality.pairs.precision).toBe(1);
  });

  it('and are still found', () => {
    expect(quality.pairs.recall).toBeGreaterThanOrEqual(0.9);
    expect(quality.bcubed.recall).toBeGreaterThanOrEqual(0.93);
  });

  it.each(scenes)('%s never becomes two events', (scene) => {
    expect(groups.filter((group) => group.event && scenesIn(group).includes(scene))).toHaveLength(1);
  });
});

describe('the measure', () => {
  const sceneOf = new Map([...'abcd'].map((id) => [id, id < 'c' ? 'one' : 'two']));

  it('sees a matter that fell apart', () => {
    const { pairs, bcubed } = qualityOf([['a', 'b'], ['c'], ['d']], sceneOf);
    expect(pairs).toEqual({ precision: 1, recall: 0.5 });
    expect(bcubed).toEqual({ precision: 1, recall: 0.75 });
  });

  it('sees two matters taken for one', () => {
    const { pairs, bcubed } = qualityOf([['a', 'b', 'c', 'd']], sceneOf);
    expect(pairs.precision).toBeCloseTo(1 / 3);
    expect(bcubed).toEqual({ precision: 0.5, recall: 1 });
  });
});
