import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { VERB_TABLE, type TicketView, type VerbName } from '../../responder/index.ts';
import { anEvent, duty, handlerOf, type ResponderStory } from './responder.ts';

type Changes = Parameters<typeof anEvent>[1];
export interface Opened {
  id: string;
  event: EventSnapshot;
}

/** What the people of a story do with a ticket, each at its present revision. */
export interface TicketActs {
  act(id: string, verb: VerbName, input: Record<string, unknown>, actor: Actor): Promise<TicketView>;
  detail(id: string): ReturnType<ResponderStory['ticketOf']>;
  /** What lies on a desk of the ticket, as the duty officer sees it unless told otherwise. */
  desk<T>(id: string, name: string, actor?: Actor): Promise<T>;
  /** Clock to this Shanghai time, then one sweep. */
  at(time: string): Promise<void>;
  /** An event published at this Shanghai time, and its ticket. */
  open(published: string, changes?: Changes): Promise<Opened>;
  /** Judged and in the hands of a unit. */
  dispatched(published: string, lead: string, changes?: Changes): Promise<Opened>;
  /** Signed for by the unit, which is at work. */
  handled(published: string, lead: string, changes?: Changes): Promise<Opened>;
}

const ASIDE = new Set<string>(VERB_TABLE.filter((row) => 'aside' in row).map(({ name }) => name));

/** `story` is asked for at every step: it begins only when the tests do. */
export function ticketActs(story: () => ResponderStory): TicketActs {
  const detail: TicketActs['detail'] = (id) => story().responder.queries.ticket(duty, id);
  const act: TicketActs['act'] = async (id, verb, input, actor) => {
    const revision = ASIDE.has(verb) ? {} : { revision: (await detail(id)).ticket.revision };
    return story().responder.verbs[verb](id, { ...revision, ...input } as never, actor);
  };
  const open: TicketActs['open'] = async (published, changes) => {
    const event = anEvent(published, changes);
    await story().tell(event);
    return { id: (await story().ticketOf(event.id)).ticket.id, event };
  };
  const dispatched: TicketActs['dispatched'] = async (published, lead, changes) => {
    const opened = await open(published, changes);
    await act(opened.id, 'judge', { outcome: 'public_answer', dispositions: ['D-2'] }, duty);
    await act(opened.id, 'dispatch', { lead, requirement: '核实并反馈' }, duty);
    return opened;
  };
  return {
    ...{ act, detail, open, dispatched },
    desk: async <T>(id: string, name: string, actor = duty) =>
      (await story().responder.queries.desk(actor, id, name)) as T,
    async at(time) {
      await story().until(time);
      await story().responder.sweep();
    },
    async handled(published, lead, changes) {
      const opened = await dispatched(published, lead, changes);
      await act(opened.id, 'accept', {}, handlerOf(lead));
      await act(opened.id, 'start', {}, handlerOf(lead));
      return opened;
    },
  };
}
