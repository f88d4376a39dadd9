import { useInfiniteQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { noteServerTime } from '../format.ts';
import { api } from './client.ts';

interface Page<T> {
  items: T[];
  nextCursor: string | null;
  serverTime?: string;
}
type Filter = Record<string, string | number | boolean | null | undefined>;

/** A keyset list: `key` is the entity that hints invalidate; changing the filter starts at page one. */
export function usePages<T>(key: string, path: string, filter: Ref<Filter>) {
  const query = useInfiniteQuery({
    queryKey: computed(() => [key, path, filter.value]),
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const page = await api.get<Page<T>>(path, { ...filter.value, cursor: pageParam });
      noteServerTime(page.serverTime);
      return page;
    },
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []);
  return {
    items,
    error: query.error,
    isLoading: query.isLoading,
    hasMore: query.hasNextPage,
    more: () => query.fetchNextPage(),
    isMore: query.isFetchingNextPage,
  };
}
