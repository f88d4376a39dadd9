import { computed, type Ref } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import type { MyTask } from '../../../api/schemas/tasks.ts';
import { api } from './client.ts';

interface MyTasks {
  items: MyTask[];
  total: number;
  /** What waits for this person himself; the rest his officers do. */
  own: number;
}
/** 'tickets' in the key: every hint of a changed ticket fetches it anew. */
const KEY = ['tickets', 'tasks'] as const;

/** All that waits for the person: the list and the number in the menu are of the same answer. */
export const useMyTasks = (enabled?: Ref<boolean>) =>
  useQuery({ queryKey: KEY, queryFn: () => api.get<MyTasks>('/tasks'), ...(enabled && { enabled }) });

/** What waits for the person on one ticket. */
export const useTicketTasks = (ticketId: Ref<string>, enabled: Ref<boolean>) =>
  useQuery({
    queryKey: computed(() => [...KEY, ticketId.value]),
    queryFn: () => api.get<MyTasks>('/tasks', { ticketId: ticketId.value }),
    enabled,
  });

const PAGES: Record<Exclude<MyTask['page'], 'ticket'>, string> = {
  papers: '/papers',
  accountability: '/accountability',
  handover: '/duty/handover',
};
/** Where it is done. */
export const taskLink = ({ page, ticketId, desk }: MyTask): string =>
  page === 'ticket' ? `/tickets/${ticketId}${desk === null ? '' : `?desk=${desk}`}` : PAGES[page];
