import { describe, expect, it } from 'vitest';
import type { MyTask } from '../../api/schemas/tasks.ts';
import type { TicketDetail } from '../../api/schemas/tickets.ts';
import { nextStep } from './registered-next.ts';

const ticketOf = (lead: string | null) =>
  ({
    ticket: { state: lead === null ? 'received' : 'handling', lead: lead && { name: lead }, coordinator: null },
  }) as unknown as TicketDetail;
const judging = { kindTitle: '待研判', text: '核实并研判', why: '值班人员', desk: 'judgement' } as MyTask;

describe('what comes after registering', () => {
  it('is what waits for the person who registered it, with the page where it is done', () => {
    expect(nextStep(ticketOf(null), [judging])).toEqual({
      ...{ text: '待研判：核实并研判', why: '值班人员', desk: 'judgement' },
    });
  });
  it('is whose turn it is, where nothing waits for him: a second call on a matter at work', () => {
    expect(nextStep(ticketOf('市水务局'), [])).toMatchObject({ text: '由市水务局办理', desk: null });
    expect(nextStep(ticketOf(null), [])!.text).toBe('由牵头单位研判');
  });
  it('is not told before it is known', () => {
    expect(nextStep(ticketOf(null), undefined)).toBeNull();
  });
});
