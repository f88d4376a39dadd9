import type { TicketDetail } from '../../api/schemas/tickets.ts';
import { shortTime } from './format.ts';
import type { Field } from './verb-form.ts';

export type PickFrom = 'drafts' | 'merged';
const DRAFTS: Record<string, string> = { urge: '催办', supervise: '督办', criticise: '通报' };

/** What an act can be done to, from the ticket the person is looking at: drafts not yet decided, tickets that were merged in. */
export function pickOptions(from: PickFrom, detail: TicketDetail): { value: string; label: string }[] {
  if (from === 'drafts')
    return detail.drafts
      .filter(({ state }) => state === 'draft')
      .map(({ id, kind, reason }) => ({ value: id, label: `${DRAFTS[kind] ?? kind}：${reason}` }));
  const gone = new Set(detail.timeline.filter(({ kind }) => kind === 'unmerge').map(({ data }) => data['from']));
  return detail.timeline
    .filter(({ kind, data }) => kind === 'ticket-absorbed' && !gone.has(data['from']))
    .map(({ text, data }) => ({ value: String(data['from']), label: text }));
}

/** Deadlines that run; of a field for extensions only those that may be extended, each with how far. */
export function clockOptions(field: Field, detail: TicketDetail | undefined): { value: string; label: string }[] {
  const running = (detail?.clocks ?? []).filter(({ state }) => state === 'running');
  const named = running.map(({ id, name, dueAt }) => ({ value: id, label: `${name}，${shortTime(dueAt)} 到期` }));
  if (field.kind !== 'clock' || !field.extendable) return named;
  return (detail?.extensions ?? []).flatMap(({ clockId, latest }) => {
    const one = named.find(({ value }) => value === clockId);
    return one ? [{ ...one, label: `${one.label}，最晚可延至 ${shortTime(latest)}` }] : [];
  });
}
