import type { DepartmentsBook, Unit } from '../../config/schema/departments.ts';
import type { Actor, Origin, Role } from '../../platform/runtime/kernel.ts';
import { mayActOnOrigin, maySeeOrigin } from '../../platform/runtime/origins.ts';
import { verbRow, type Reach, type VerbName } from './states.ts';

/** The organisation tree by unit id. */
export type Units = ReadonlyMap<string, Unit>;
export const unitsById = (book: DepartmentsBook): Units => new Map(book.units.map((unit) => [unit.id, unit]));
export const unitName = (units: Units, id: string | null): string => (id === null ? '—' : (units.get(id)?.name ?? id));

/** What the permission rules read of a ticket. */
export interface TicketParties {
  lead_unit: string | null;
  co_units: readonly string[];
  /** Units it was passed down through, the first one on top; they see it and review from the last one up. */
  via_units?: readonly string[];
  /** Whose review a report waits for. */
  review_unit?: string | null;
  coordinator_unit: string | null;
  accused: readonly string[];
  origin: Origin;
  /** Posts let in to some of its papers (会商室, tasks, 批示): role@unit, *@unit. */
  guest_posts?: readonly string[];
}

const DUTY_ROLES: readonly Role[] = ['duty_officer', 'duty_leader'];
const has = (actor: Actor, ...roles: Role[]): boolean => roles.some((role) => actor.roles.includes(role));
const kindOf = (actor: Actor, units: Units): string | null =>
  actor.unitId === null ? null : (units.get(actor.unitId)?.kind ?? null);

/** H20: the two lead bodies (政府办、网信办) assign and issue 督办单. 督查室 oversees, and holds to account. */
export const isLeadBodyUnit = ({ kind, supervises_only }: Unit): boolean =>
  kind === 'lead_body' && supervises_only !== true;
export const isLeadBody = (actor: Actor, units: Units): boolean => {
  const unit = actor.unitId === null ? undefined : units.get(actor.unitId);
  return unit !== undefined && isLeadBodyUnit(unit);
};

/** Duty staff of the two lead bodies. */
export const isCoordinating = (actor: Actor, units: Units): boolean =>
  isLeadBody(actor, units) && has(actor, 'duty_officer', 'duty_leader');

/** A leader of the place: of a government, of a lead body, or of no unit. The leader of any other unit sees what his unit sees. */
export const leadsPlace = (actor: Actor, units: Units): boolean =>
  has(actor, 'leader') &&
  (actor.unitId === null || ['government', 'lead_body'].includes(units.get(actor.unitId)?.kind ?? ''));

/** Of a unit this ticket accuses: he neither sees nor handles it, whatever his post. Asked before anything else. */
export const isAccused = (actor: Actor, { accused }: Pick<TicketParties, 'accused'>): boolean =>
  actor.unitId !== null && accused.includes(actor.unitId);

/** Who keeps a matter that accuses a lead body, in this order: the other lead bodies, 督查, 纪检监察, the head of a government. */
const KEEPERS: readonly { is: (unit: Unit) => boolean; roles: readonly Role[] }[] = [
  { is: isLeadBodyUnit, roles: DUTY_ROLES },
  {
    is: ({ kind, supervises_only }) => kind === 'lead_body' && supervises_only === true,
    roles: ['supervisor', ...DUTY_ROLES],
  },
  { is: ({ kind }) => kind === 'discipline', roles: ['unit_head', 'handler', ...DUTY_ROLES] },
  { is: ({ kind }) => kind === 'government', roles: ['leader'] },
];

/**
 * The bodies that decide about a ticket in the place of a lead body it accuses, with the roles that do so there. Two at least, for some acts ask
 * for a second person; where even the last of them is accused, 纪检监察 keeps it all the same. Empty where no lead body is accused.
 */
export function keepersOf(accused: readonly string[], units: Units): ReadonlyMap<string, readonly Role[]> {
  const assigning = [...units.values()].filter(KEEPERS[0]!.is);
  if (!assigning.some(({ id }) => accused.includes(id))) return new Map();
  const found = new Map<string, readonly Role[]>();
  for (const { is, roles } of KEEPERS) {
    if (found.size >= 2) break;
    for (const unit of units.values()) if (is(unit) && !accused.includes(unit.id)) found.set(unit.id, roles);
  }
  if (found.size > 0) return found;
  return new Map([...units.values()].filter(KEEPERS[2]!.is).map(({ id }) => [id, KEEPERS[2]!.roles]));
}

/** Of a body that may have to keep a matter in the place of a lead body, in the post that does so there; in which matters, only each act can tell. */
export const mayStandIn = (actor: Actor, units: Units): boolean => {
  const unit = actor.unitId === null ? undefined : units.get(actor.unitId);
  return unit !== undefined && KEEPERS.some(({ is, roles }) => is(unit) && has(actor, ...roles));
};

/** Keeps this matter in the place of a lead body that is accused. */
export const standsIn = (actor: Actor, { accused }: Pick<TicketParties, 'accused'>, units: Units): boolean =>
  accused.length > 0 && actor.unitId !== null && has(actor, ...(keepersOf(accused, units).get(actor.unitId) ?? []));

/** A person with the posts he fills in this matter; of the bodies in `standsFor` too. */
export interface Acting extends Actor {
  standsFor: readonly string[];
  /** Duty staff of a lead body in this matter: a unit's own duty officer is none, though his post bears the same name. */
  leads: boolean;
}

/**
 * Who stands in for accused lead bodies fills the posts of their duty staff, wherever a paper asks for one; whoever decides about the matter those
 * of an accused 新闻办, for a text that only it could let through would wait for ever.
 */
export function actingIn(actor: Actor, ticket: Pick<TicketParties, 'accused'>, units: Units): Acting {
  const leads = coordinatesHere(actor, ticket, units);
  const accused = (kind: string): string[] => ticket.accused.filter((id) => units.get(id)?.kind === kind);
  const bodies = standsIn(actor, ticket, units) ? accused('lead_body') : [];
  const press = leads ? accused('press') : [];
  const filled = [...(bodies.length > 0 ? DUTY_ROLES : []), ...(press.length > 0 ? (['spokesperson'] as const) : [])];
  return { ...actor, roles: [...new Set([...actor.roles, ...filled])], standsFor: [...bodies, ...press], leads };
}

/** Decides about this ticket: duty staff of a lead body it does not accuse, or who keeps it in their place. */
export const coordinatesHere = (actor: Actor, ticket: Pick<TicketParties, 'accused'>, units: Units): boolean =>
  standsIn(actor, ticket, units) || (isCoordinating(actor, units) && !isAccused(actor, ticket));

export type Scope = 'all' | 'own' | 'impersonal' | 'none';

/** Which tickets a person may see: all, those of the own unit, closed ones without names, none (三员). */
export function scopeOf(actor: Actor, units: Units): Scope {
  const kind = kindOf(actor, units);
  if (leadsPlace(actor, units)) return 'all';
  if (kind === 'lead_body' && has(actor, 'duty_officer', 'duty_leader', 'supervisor', 'spokesperson')) return 'all';
  if (kind === 'press' && has(actor, 'spokesperson')) return 'all';
  // A government has its duty done by its office.
  const ofUnit = has(actor, 'leader', 'handler', 'unit_head', 'spokesperson');
  const dutyOfUnit = kind !== 'government' && has(actor, 'duty_officer', 'duty_leader');
  if ((ofUnit || dutyOfUnit) && actor.unitId !== null) return 'own';
  return has(actor, 'evaluator') ? 'impersonal' : 'none';
}

/** Nobody sees a ticket that accuses his unit, or one of an origin that is not his; a department sees those it leads, helps or coordinates. */
export function maySee(actor: Actor, ticket: TicketParties, units: Units): boolean {
  if (!maySeeOrigin(actor, ticket.origin)) return false;
  if (standsIn(actor, ticket, units)) return true;
  if (isAccused(actor, ticket)) return false;
  const scope = scopeOf(actor, units);
  if (scope === 'all') return true;
  if (scope !== 'own' || actor.unitId === null) return false;
  return involved(actor, ticket) || above(actor, ticket) || ticket.coordinator_unit === actor.unitId;
}

/** Posts a person fills, as they stand in lists of who was let in. */
export const postsOf = (actor: Actor): string[] =>
  actor.unitId === null ? [] : [`*@${actor.unitId}`, ...actor.roles.map((role) => `${role}@${actor.unitId}`)];

/** Does not see the ticket, but was let in to some of its papers: its head and these are shown, nothing else. Never the accused. */
export function isGuest(actor: Actor, ticket: TicketParties, units: Units): boolean {
  if (actor.unitId === null || !maySeeOrigin(actor, ticket.origin)) return false;
  if (isAccused(actor, ticket)) return false;
  const works = scopeOf(actor, units) === 'own' || scopeOf(actor, units) === 'all';
  return works && postsOf(actor).some((post) => (ticket.guest_posts ?? []).includes(post));
}

/** May this person stand before this act at all; false is answered with 404. */
export const mayMeet = (name: VerbName, actor: Actor, ticket: TicketParties, units: Units): boolean =>
  maySee(actor, ticket, units) || (verbRow(name).reach === 'guest' && isGuest(actor, ticket, units));

/** Null = may act on rows of this origin; else the Chinese reason. Seeing is asked before, and answered with 404. */
export const whyForeign = (actor: Actor, origin: Origin): string | null =>
  mayActOnOrigin(actor, origin) ? null : '演示账号只能办理演示数据，不能办理正式事项';

/** Null = may; else the Chinese reason for a tooltip or an error. State is not looked at here. */
export function whyNotAllowed(name: VerbName, actor: Actor, ticket: TicketParties, units: Units): string | null {
  const verb = verbRow(name);
  const keeps = standsIn(actor, ticket, units);
  if (!keeps && isAccused(actor, ticket)) return '您的单位是本工单反映的单位，应当回避';
  const { roles } = actingIn(actor, ticket, units);
  if (!verb.roles.some((role) => roles.includes(role))) return `您的角色不能执行“${verb.title}”`;
  if (reaches(verb.reach, actor, ticket, units)) return null;
  return REACH_REASON[verb.reach];
}

const involved = (actor: Actor, ticket: TicketParties): boolean =>
  actor.unitId !== null && (ticket.lead_unit === actor.unitId || ticket.co_units.includes(actor.unitId));

/** Of a unit it was passed down through. */
const above = (actor: Actor, ticket: TicketParties): boolean =>
  actor.unitId !== null && (ticket.via_units ?? []).includes(actor.unitId);

/** Head of the unit whose review it is: where it was passed down, from the one directly above on upward, else the one that answers. */
function reviews(actor: Actor, ticket: TicketParties): boolean {
  const unit = ticket.review_unit ?? ticket.via_units?.at(-1) ?? ticket.lead_unit;
  return unit !== null && unit === actor.unitId && has(actor, 'unit_head');
}

function reaches(reach: Reach, actor: Actor, ticket: TicketParties, units: Units): boolean {
  const coordinating = coordinatesHere(actor, ticket, units);
  const kind = kindOf(actor, units);
  const lead = actor.unitId !== null && ticket.lead_unit === actor.unitId;
  switch (reach) {
    case 'coordinating':
      return coordinating;
    case 'lead':
      return lead;
    case 'involved':
      return involved(actor, ticket);
    case 'review':
      return coordinating || reviews(actor, ticket);
    case 'public':
      return (
        coordinating ||
        kind === 'press' ||
        involved(actor, ticket) ||
        (kind === 'lead_body' && has(actor, 'supervisor'))
      );
    case 'guest':
      return maySee(actor, ticket, units) || isGuest(actor, ticket, units);
    case 'supervising':
      return coordinating || isLeadBody(actor, units);
    case 'anyone_involved':
      return (
        coordinating ||
        kind === 'press' ||
        kind === 'lead_body' ||
        leadsPlace(actor, units) ||
        involved(actor, ticket) ||
        above(actor, ticket)
      );
  }
}

const REACH_REASON: Record<Reach, string> = {
  coordinating: '只有政府办、网信办等牵头单位的值班人员可以执行',
  lead: '只有主办单位可以执行',
  involved: '只有主办或协办单位可以执行',
  review: '只有主办单位负责人或牵头单位值班人员可以审核',
  public: '只有主办、协办单位，新闻办或牵头单位可以执行',
  supervising: '只有市政府办公室、市委网信办等牵头单位可以督办',
  anyone_involved: '您的单位与本工单无关',
  guest: '您的单位与本工单无关',
};
