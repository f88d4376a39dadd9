import type { Random } from '../random.ts';
import { localStamp } from './local-words.ts';
import { inventMatter, type Matter, type MatterKind } from './matters.ts';

/** One post as a vendor would push it. */
export interface Item {
  id: string;
  title: string;
  text: string;
  time: string;
  author: string;
  like: number;
}

export interface Push {
  source: string;
  items: Item[];
}

/** An invented stream, and what must be stored of it however often stages were killed on the way. */
export interface Stream {
  /** In the order they are to be acknowledged. */
  pushes: Push[];
  /** Items in all pushes together, repeats included. */
  sent: number;
  /** `source id` → what its last word says, and which matter it belongs to. */
  posts: Map<string, { text: string; like: number; matter: number; revised: boolean }>;
  /** Ids whose text another id had before: copy → first. */
  copies: Map<string, string>;
  kinds: MatterKind[];
}

export const keyOf = (source: string, id: string): string => `${source} ${id}`;

interface Said {
  at: number;
  source: string;
  item: Item;
}

/**
 * About `posts` different posts: 4 % copies of another post, and on top of them 4 % sent again unchanged, 4 % corrected, 4 % with new
 * counters. Matters overlap in time. `base`: the instant of feeding.
 */
export function inventStream(random: Random, posts: number, base: Date, maxPush = 20): Stream {
  const stream: Stream = { pushes: [], sent: 0, posts: new Map(), copies: new Map(), kinds: [] };
  const said: Said[] = [];
  for (let number = 0; number < posts;) {
    const matter = inventMatter(random, stream.kinds.length, base);
    tell(random, matter, { stream, said, number, posts });
    number += matter.posts;
    stream.kinds.push(matter.kind);
  }
  said.sort((a, b) => a.at - b.at);
  stream.pushes = pushesOf(random, said, maxPush);
  stream.sent = said.length;
  settleContents(stream);
  return stream;
}

interface Telling {
  stream: Stream;
  said: Said[];
  number: number;
  posts: number;
}

/** The posts of one matter, spread over the next tenth of the stream, with their repeats somewhat later. */
function tell(random: Random, matter: Matter, { stream, said, number, posts }: Telling): void {
  const width = Math.max(10, posts / 10);
  let before: Item | null = null;
  for (let nth = 0; nth < matter.posts; nth += 1) {
    const at = number + random.next() * width;
    const source = random.pick(matter.sources);
    const isCopy = before !== null && random.chance(0.08);
    const item: Item = {
      ...{ id: `p${number + nth}`, title: '', time: localStamp(matter.publishedAt(random)) },
      ...{ author: `u${number + nth}`, like: random.int(50) },
      text: isCopy ? before!.text : matter.text(random),
    };
    before = item;
    said.push({ at, source, item });
    stream.posts.set(keyOf(source, item.id), { text: '', like: 0, matter: stream.kinds.length, revised: false });
    repeat(random, { at, source, item }, matter, said, width);
  }
}

function repeat(random: Random, first: Said, matter: Matter, said: Said[], width: number): void {
  const dice = random.next();
  const at = first.at + random.next() * width;
  if (dice < 0.04) said.push({ ...first, at });
  else if (dice < 0.08 && matter.kind !== 'blast')
    said.push({ ...first, at, item: { ...first.item, text: `${first.item.text}补充说明：编号${first.item.id}。` } });
  else if (dice < 0.12) said.push({ ...first, at, item: { ...first.item, like: first.item.like + 7 } });
}

/** One source a push; a source's own order is kept. */
function pushesOf(random: Random, said: readonly Said[], maxPush: number): Push[] {
  const pushes: Push[] = [];
  const open = new Map<string, { push: Push; size: number }>();
  for (const { source, item } of said) {
    const held = open.get(source) ?? { push: { source, items: [] }, size: 1 + random.int(maxPush) };
    held.push.items.push(item);
    open.set(source, held);
    if (held.push.items.length < held.size) continue;
    pushes.push(held.push);
    open.delete(source);
  }
  return [...pushes, ...[...open.values()].map(({ push }) => push)];
}

/** What stands at the end, worked out from the pushes alone: the last word of each id, the first id of each text. */
function settleContents(stream: Stream): void {
  const firsts = new Map<string, string>();
  for (const { source, items } of stream.pushes) {
    // Within a push the last of one id wins, as if the others had not been sent.
    const last = new Map(items.map((item) => [item.id, item]));
    for (const item of last.values()) {
      const key = keyOf(source, item.id);
      const post = stream.posts.get(key)!;
      const isNew = post.text === '';
      if (post.text === item.text) {
        post.like = Math.max(post.like, item.like);
        continue;
      }
      const first = firsts.get(item.text);
      if (first === undefined || first === key) stream.copies.delete(key);
      else stream.copies.set(key, first);
      if (first === undefined) firsts.set(item.text, key);
      Object.assign(post, { text: item.text, like: item.like, revised: !isNew });
    }
  }
}
