import { useQuery } from '@tanstack/vue-query';
import { api } from './client.ts';
import { ruleWords, type RuleRow } from '../rule-words.ts';

/** Codes of rules in the words of an official; until the names have come the code stands there. */
export function useRuleWords() {
  const { data } = useQuery({
    queryKey: ['rule-names'],
    queryFn: () => api.get<{ items: RuleRow[] }>('/rule-names'),
    staleTime: Infinity,
    refetchInterval: false,
  });
  return ruleWords(() => data.value?.items ?? []);
}
