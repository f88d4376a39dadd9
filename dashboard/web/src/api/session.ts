import { computed, ref } from 'vue';
import type { Me } from '../../../api/schemas/session.ts';
import { noteServerTime } from '../format.ts';
import { api } from './client.ts';
import { queryClient } from './query-client.ts';

export const me = ref<Me | null>(null);
export const has = (...roles: Me['roles']): boolean => roles.some((role) => me.value?.roles.includes(role));
/** The three administrators see no business pages, business roles no administration (三员分立). */
export const isAdmin = computed(() => has('system_admin', 'security_admin', 'audit_admin'));

export async function loadMe(): Promise<Me | null> {
  me.value = await api.get<Me | null>('/session');
  if (me.value) noteServerTime(me.value.serverTime);
  return me.value;
}

export async function signIn(login: string, password: string): Promise<Me> {
  queryClient.clear();
  me.value = await api.post<Me>('/session', { login, password });
  return me.value;
}

export async function signOut(): Promise<void> {
  await api.del('/session');
  me.value = null;
  queryClient.clear();
}
