import type { EventDetail } from '../../api/schemas/events.ts';
import { fullTime, shortTime } from './format.ts';

type Machine = EventDetail['event']['detected'];

/** 发现时间: the one clocks run from, with its source; what the machine found later stands behind it. */
export function foundWords(found: EventDetail['found'], machine: Machine): string {
  if (!found) return machine ? `${fullTime(machine.at)}（${machine.why}）` : '尚未触发';
  if (!machine || machine.by !== 'rule') return `${fullTime(found.at)}（${found.by}）`;
  if (Date.parse(machine.at) <= Date.parse(found.at)) return `${fullTime(found.at)}（${found.by}：${machine.why}）`;
  return `${fullTime(found.at)}（${found.by}；系统 ${shortTime(machine.at)} 发现：${machine.why}）`;
}
