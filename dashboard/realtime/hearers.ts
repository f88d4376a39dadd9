import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import type { Analyzer, EventRecord } from '../../analyzer/index.ts';
import type { Responder } from '../../responder/index.ts';
import type { TicketChanged } from '../../responder/messages.ts';
import { mayOversee, type KindOf } from '../accounts/scope.ts';
import type { EventUnits } from '../rooms/event-units.ts';
import type { Audience } from './audience.ts';

/** Who may hear of a row: the rule by which pages show it, asked for a unit instead of a person. */
export interface Hearers {
  /** What names nothing: every overseer. */
  ofAnything(): Audience;
  ofEvents(events: readonly Pick<EventRecord['snapshot'], 'id' | 'accused'>[]): Promise<Map<string, Audience>>;
  /** By the ids of events, for what tells no more of them. */
  ofEventIds(ids: readonly string[]): Promise<Map<string, Audience>>;
  ofTickets(tickets: readonly Pick<TicketChanged, 'id' | 'units'>[]): Promise<Map<string, Audience>>;
}

export interface HearersDeps {
  eventUnits: Pick<EventUnits, 'unitsOf'>;
  analyzer: { queries: { events: Pick<Analyzer['queries']['events'], 'list'> } };
  responder: { queries: Pick<Responder['queries'], 'ticketsOfEvents' | 'ticketsSeen' | 'eventsKept'> };
  /** Units of the organisation tree. */
  unitIds: readonly string[];
  kindOf: KindOf;
}

const IN_UNIT: readonly Role[] = ['handler', 'unit_head'];
const OVERSEEING: readonly Role[] = ['duty_officer', 'duty_leader', 'supervisor', 'spokesperson', 'leader'];
const somebodyOf = (unitId: string, roles: readonly Role[]): Actor => ({
  ...{ id: 'dashboard', name: 'dashboard', unitId },
  roles: [...roles],
});

export function createHearers(deps: HearersDeps): Hearers {
  const overseers = deps.unitIds.filter((id) => mayOversee(deps.kindOf(id)));
  // Keeps matters of accused lead bodies without taking part in them.
  const keepers = deps.unitIds.filter((id) => deps.kindOf(id) === 'discipline');
  const ofEvents: Hearers['ofEvents'] = async (events) => {
    const [units, barred, kept] = await Promise.all([
      deps.eventUnits.unitsOf(events.map(({ id }) => id)),
      barredFrom(deps, events, overseers),
      Promise.all(keepers.map((unit) => deps.responder.queries.eventsKept(somebodyOf(unit, IN_UNIT)))),
    ]);
    const audience = (id: string): Audience => ({
      overseers: overseers.filter((unit) => barred.get(unit)?.has(id) !== true),
      units: [...(units.get(id) ?? []), ...keepers.filter((_, index) => kept[index]!.includes(id))],
    });
    return new Map(events.map(({ id }) => [id, audience(id)]));
  };
  return {
    ofAnything: () => ({ overseers, units: [] }),
    ofEvents,
    async ofEventIds(ids) {
      const wanted = [...new Set(ids)];
      if (wanted.length === 0) return new Map();
      const { items } = await deps.analyzer.queries.events.list({ ids: wanted, limit: wanted.length });
      return ofEvents(items.map(({ snapshot }) => snapshot));
    },
    ofTickets: (tickets) => ticketAudiences(deps, tickets, overseers, keepers),
  };
}

/** Unit → events that accuse it, but those whose ticket it sees all the same because two persons let it in. */
async function barredFrom(
  { responder }: HearersDeps,
  events: Parameters<Hearers['ofEvents']>[0],
  overseers: readonly string[],
): Promise<Map<string, Set<string>>> {
  const result = new Map<string, Set<string>>();
  for (const unit of overseers) {
    const against = events.filter(({ accused }) => accused.some(({ id }) => id === unit)).map(({ id }) => id);
    const seen = await responder.queries.ticketsOfEvents(somebodyOf(unit, OVERSEEING), against);
    result.set(unit, new Set(against.filter((id) => !seen.has(id))));
  }
  return result;
}

async function ticketAudiences(
  { responder }: HearersDeps,
  tickets: Parameters<Hearers['ofTickets']>[0],
  overseers: readonly string[],
  keepers: readonly string[],
): Promise<Map<string, Audience>> {
  const ids = tickets.map(({ id }) => id);
  const seeing = async (units: Iterable<string>, roles: readonly Role[]): Promise<Map<string, Set<string>>> => {
    const seen = async (unit: string) => responder.queries.ticketsSeen(somebodyOf(unit, roles), ids);
    return new Map(await Promise.all([...units].map(async (unit) => [unit, await seen(unit)] as const)));
  };
  const [above, own] = await Promise.all([
    seeing(overseers, OVERSEEING),
    seeing(new Set([...keepers, ...tickets.flatMap(({ units }) => units)]), IN_UNIT),
  ]);
  const who = (seen: Map<string, Set<string>>, id: string): string[] =>
    [...seen].filter(([, tickets]) => tickets.has(id)).map(([unit]) => unit);
  return new Map(ids.map((id) => [id, { overseers: who(above, id), units: who(own, id) }]));
}
