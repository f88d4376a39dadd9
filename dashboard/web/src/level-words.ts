import type { EventView } from '../../api/schemas/events.ts';
import { kindName } from './labels.ts';

/** Why the machine suggests no level, from what it has read; empty where it suggests one. Nobody should take silence for harmlessness. */
export function whyNoLevel(
  kind: string | null,
  facts: EventView['facts'],
  { low, status }: Pick<EventView['level'], 'low' | 'status'>,
): string {
  if (status === 'unclear') return '未估算：伤情待核，暂不定级';
  if (low !== null) return '';
  if (kind === null) return '未估算：没有看出是哪一类突发事件，没有可对照的分级标准';
  const table = `“${kindName(kind)}”分级标准`;
  return Object.values(facts).some(Boolean)
    ? `未达分级：读出的数字没有达到${table}，或该标准不按这些数字分级；境外事件不分级`
    : `未估算：没有读出可对照${table}的伤亡、损失数字`;
}
