export interface TogetherOptions<Item, Result> {
  /** One result an item, in order; all or nothing. */
  store(items: Item[]): Promise<Result[]>;
  weightOf(item: Item): number;
  /** Together at most so heavy; a single item may be heavier. */
  limit: number;
  /** So many groups are stored at a time. */
  lanes: number;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
}

/**
 * While all lanes are busy what comes waits and is stored together, so that many small deliveries cost as few transactions as one big one,
 * and one alone waits for nobody. When a group fails each of it is stored alone: only the bad one hears of the failure.
 */
export function createTogether<Item, Result>(options: TogetherOptions<Item, Result>): (item: Item) => Promise<Result> {
  const { store, lanes } = options;
  const queue: Waiting<Item, Result>[] = [];
  let busy = 0;

  const alone = async (each: Waiting<Item, Result>): Promise<void> => {
    try {
      const [result] = await store([each.item]);
      each.resolve(result!);
    } catch (error) {
      each.reject(error);
    }
  };
  const storeGroup = async (group: Waiting<Item, Result>[]): Promise<void> => {
    if (group.length === 1) return alone(group[0]!);
    try {
      const results = await store(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index]!));
    } catch {
      await Promise.all(group.map(alone));
    }
  };
  const work = async (): Promise<void> => {
    busy += 1;
    while (queue.length > 0) await storeGroup(takeGroup(queue, options));
    busy -= 1;
  };
  return (item) =>
    new Promise<Result>((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (busy < lanes) void work();
    });
}

function takeGroup<Item, Result>(
  queue: Waiting<Item, Result>[],
  { weightOf, limit }: TogetherOptions<Item, Result>,
): Waiting<Item, Result>[] {
  let weight = 0;
  let count = 0;
  for (const { item } of queue) {
    weight += weightOf(item);
    if (count > 0 && weight > limit) break;
    count += 1;
  }
  return queue.splice(0, count);
}
