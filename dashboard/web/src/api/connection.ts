import { computed, ref, watch } from 'vue';
import { isServerAway, troubleOf, type Readiness } from '../connection-state.ts';
import { Problem } from './client.ts';
import { live } from './live.ts';
import { queryClient } from './query-client.ts';

/** A quiet page would not notice that nothing can arrive; one in trouble wants to know when it is over. */
const LOOK_MS = { fine: 8_000, trouble: 2_000 };
const ANSWER_LIMIT_MS = 6_000;

const readiness = ref<Readiness>({ reached: true, away: [] });
const failing = ref(false);

export const trouble = computed(() =>
  troubleOf({ socket: live.value, readiness: readiness.value, failing: failing.value }),
);

/** Looks after the connection while the component lives. @returns the end of it */
export function watchConnection(): () => void {
  let timer: ReturnType<typeof setTimeout>;
  let ended = false;
  const look = async (): Promise<void> => {
    readiness.value = await askReadiness();
    // The server answers again, or tells of nothing: what failed is asked for until it comes.
    if (failing.value && readiness.value.reached && readiness.value.away.length === 0) refetchFailed();
    if (!ended) timer = setTimeout(() => void look(), trouble.value === null ? LOOK_MS.fine : LOOK_MS.trouble);
  };
  void look();
  const unsubscribe = queryClient.getQueryCache().subscribe(() => (failing.value = failed().length > 0));
  // Whatever changed meanwhile was told to nobody.
  const unwatch = watch(trouble, (now, before) => {
    if (now === null && before !== null) void queryClient.invalidateQueries();
  });
  return () => {
    ended = true;
    clearTimeout(timer);
    unsubscribe();
    unwatch();
    failing.value = false;
    readiness.value = { reached: true, away: [] };
  };
}

async function askReadiness(): Promise<Readiness> {
  try {
    const answer = await fetch('/api/service', { signal: AbortSignal.timeout(ANSWER_LIMIT_MS), cache: 'no-store' });
    // A gateway before a server that is down, or one that starts: both answer in its place.
    if (!answer.ok) return { reached: false };
    return { reached: true, away: ((await answer.json()) as { away: string[] }).away };
  } catch {
    return { reached: false };
  }
}

/** Of what is on the screen now. */
const failed = () =>
  queryClient
    .getQueryCache()
    .getAll()
    .filter(
      (query) => query.isActive() && query.state.error instanceof Problem && isServerAway(query.state.error.status),
    );

function refetchFailed(): void {
  for (const query of failed()) void queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true });
}
