import { ElMessage } from 'element-plus';
import { useQueryClient } from '@tanstack/vue-query';

/** Runs an act, says why it was refused, and has everything about duty read anew. @returns whether it was done */
export function useDutyAct() {
  const client = useQueryClient();
  return async (work: () => Promise<unknown>, done: string): Promise<boolean> => {
    try {
      await work();
      ElMessage.success(done);
      return true;
    } catch (problem) {
      ElMessage.error(problem instanceof Error ? problem.message : String(problem));
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: ['duty'] });
    }
  };
}
