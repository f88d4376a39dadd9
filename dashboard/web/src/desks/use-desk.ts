import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import { api } from '../api/client.ts';

/** What lies on a desk of a ticket; refetched with every change of the ticket ('ticket' queries are invalidated by its hints). */
export const useDesk = <T>(ticketId: MaybeRefOrGetter<string>, name: string) =>
  useQuery({
    queryKey: computed(() => ['ticket', toValue(ticketId), 'desk', name]),
    queryFn: () => api.get<T>(`/tickets/${toValue(ticketId)}/desks/${name}`),
  });

/** As useDesk, for what may lie on no desk. */
export const useDeskOf = (ticketId: MaybeRefOrGetter<string>, name: MaybeRefOrGetter<string | null>) =>
  useQuery({
    queryKey: computed(() => ['ticket', toValue(ticketId), 'desk', toValue(name)]),
    queryFn: () => api.get<unknown>(`/tickets/${toValue(ticketId)}/desks/${toValue(name)}`),
    enabled: computed(() => toValue(name) !== null),
  });
