import { ref, onScopeDispose, type Ref } from 'vue';

const parts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** 11-22 10:05, with the year when it is not this one; always Beijing time, wherever the browser stands. */
export function shortTime(iso: string | null | undefined): string {
  if (!iso) return '—';
  const at = Object.fromEntries(parts.formatToParts(new Date(iso)).map((part) => [part.type, part.value]));
  const now = Object.fromEntries(parts.formatToParts(new Date()).map((part) => [part.type, part.value]));
  const day = `${at['month']}-${at['day']} ${at['hour']}:${at['minute']}`;
  return at['year'] === now['year'] ? day : `${at['year']}-${day}`;
}

export function fullTime(iso: string | null | undefined): string {
  if (!iso) return '—';
  const at = Object.fromEntries(parts.formatToParts(new Date(iso)).map((part) => [part.type, part.value]));
  return `${at['year']}-${at['month']}-${at['day']} ${at['hour']}:${at['minute']}:${at['second']}`;
}

/** 3天4小时 / 4小时05分 / 12分30秒 */
export function duration(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  if (days > 0) return hours > 0 ? `${days}天${hours}小时` : `${days}天`;
  if (hours > 0) return `${hours}小时${String(minutes).padStart(2, '0')}分`;
  return `${minutes}分${String(total % 60).padStart(2, '0')}秒`;
}

/** Server's clock as the browser knows it: a wrong client clock must not shift a countdown. */
let skewMs = 0;
export function noteServerTime(iso: string | undefined): void {
  if (iso) skewMs = new Date(iso).getTime() - Date.now();
}

/** Ticks once a second while the component lives. */
export function useNow(): Ref<number> {
  const now = ref(Date.now() + skewMs);
  const timer = setInterval(() => (now.value = Date.now() + skewMs), 1_000);
  onScopeDispose(() => clearInterval(timer));
  return now;
}

/** Value of a datetime-local field (Beijing time) from an instant, and back to ISO +08:00. */
export function toField(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);
}
export const fromField = (value: string): string => `${value.length === 16 ? `${value}:00` : value}+08:00`;
