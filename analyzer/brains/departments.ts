import { avoidAccused, type Cleared } from '../../config/routing/recusal.ts';
import type { Unit } from '../../config/schema/departments.ts';
import type { TopicKey } from '../../config/schema/topics.ts';
import type { Analysis } from '../messages.ts';
import type { FoundPlace } from '../places/find-places.ts';
import type { Accused } from './accused.ts';
import type { AnalyzerBooks } from './books.ts';
import { chanceOfLead, findDuty, findHelpers, topicTitle, unitOfTopic, type Duty } from './duty.ts';
import { matchCondition } from './match.ts';
import type { Post } from './post.ts';
import { localUnit, unitById } from './units.ts';

type Suggestion = Analysis['departments'][number];

export interface RoutingContext {
  topic: TopicKey;
  topicConfidence: number;
  /** Other topics whose bureaus help: those the rulebooks' own words speak for, not only the model's ear. */
  secondary: readonly TopicKey[];
  focus: readonly string[];
  sensitivity: number;
  /** An emergency is told (W-07). */
  emergency: boolean;
  level: 'I' | 'II' | 'III' | 'IV' | null;
  places: readonly FoundPlace[];
  accused: readonly Accused[];
}

/** A list being put together: the first role of a unit stays, a barred unit never enters. */
interface Draft {
  list: Map<string, Suggestion>;
  barred: ReadonlySet<string>;
  put(unit: Unit | null | undefined, role: Suggestion['role'], score: number, reason: string): void;
}

/**
 * Who should answer (rules.md §2, W-01 … W-07, and the duty table): one lead, those who help, who coordinates, who supervises.
 * Always names somebody; a matter of nobody goes to the fallback unit. Topic none asks nobody. The lead's score is
 * the probability that its kind of bureau is right, learned from orders (duty-scale.ts); stepping aside for a blamed unit costs some.
 */
export function suggestDepartments(post: Post, books: AnalyzerBooks, context: RoutingContext): Suggestion[] {
  if (context.topic === 'none') return [];
  if (isElsewhere(context.places)) return [toFallback(books, context.places)];
  const duty = findDuty(post, books, context);
  const areas = areasOf(books, context.places);
  const wanted = wantedLead(post, books, context, duty, areas.districts);
  const draft = createDraft(books, wanted.unit, context);
  const lead = putLead(draft, books, wanted, context);
  putHelpers(draft, books, { secondary: context.secondary, duty, areas, also: findHelpers(post, books, context) });
  putCoordinators(draft, books, context, lead);
  if (lead !== wanted.unit || context.sensitivity === 3)
    draft.put(
      supervision(books),
      'supervisor',
      0.5,
      lead === wanted.unit ? '敏感等级 3 级，建议督办' : '涉及被反映单位，建议督办',
    );
  return [...draft.list.values()];
}

/** Own places are told nowhere, others are: not a matter of this government (属地管理). */
export const isElsewhere = (places: readonly FoundPlace[]): boolean => {
  const told = places.filter((place) => !place.background);
  return told.length > 0 && told.every((place) => !place.place.own);
};

function toFallback(books: AnalyzerBooks, places: readonly FoundPlace[]): Suggestion {
  const unit = unitById(books.departments, books.departments.fallback)!;
  const where = places.find((place) => !place.background)!.path.join('');
  return {
    id: unit.id,
    name: unit.name,
    role: 'lead',
    score: 0.3,
    reason: `W-02 属地管理：${where}不在本级辖区，核实后移送属地`,
  };
}

function createDraft(books: AnalyzerBooks, wanted: Unit, context: RoutingContext): Draft {
  const { barred } = recusal(books, wanted, context.accused);
  const list = new Map<string, Suggestion>();
  return {
    list,
    barred,
    put(unit, role, score, reason) {
      if (unit && !barred.has(unit.id) && !list.has(unit.id))
        list.set(unit.id, { id: unit.id, name: unit.name, role, score: round(score), reason });
    },
  };
}

const round = (score: number): number => Math.round(Math.max(0, Math.min(1, score)) * 100) / 100;

interface Wanted {
  unit: Unit;
  score: number;
  reason: string;
}

/** The lead before recusal: W-01, W-06, W-04 … W-02 in this order. */
function wantedLead(
  post: Post,
  books: AnalyzerBooks,
  context: RoutingContext,
  duty: Duty,
  districts: readonly Unit[],
): Wanted {
  const government = governmentOf(books);
  const sure = chanceOfLead(duty.basis, context.topicConfidence, books.model?.header.duties);
  const above = government && unitById(books.departments, government.superior);
  if (above && isStatePolicy(post, books, context))
    return { unit: above, score: 0.6, reason: 'W-01 国务院重大政策由其主管部门回应，由本级报上级' };
  if (government && context.level === 'I')
    return { unit: government, score: 0.9, reason: 'W-06 特别重大事件由本级政府主要负责人牵头' };
  const [district, second] = districts;
  if (second) return { unit: duty.lead, score: sure, reason: `${duty.reason}；W-04 涉及多地，上级主管部门牵头` };
  // A blamed city bureau: the case goes up, not down to the district's bureau it guides.
  const blamed = context.accused.some((item) => item.unit === duty.lead);
  const local = district && !blamed ? localUnit(books.departments, duty.lead, district) : null;
  if (local) return { unit: local, score: sure, reason: `${duty.reason}；W-02 属地管理、分级负责` };
  if (duty.lead.kind === 'vertical')
    return { unit: duty.lead, score: sure, reason: `${duty.reason}；W-03 垂直管理部门由其回应` };
  const several = duty.co.length > 0 || context.secondary.length > 0;
  return {
    unit: duty.lead,
    score: sure,
    reason: `${duty.reason}；${several ? 'W-05 涉及多部门，按职责牵头' : 'W-02 谁主管谁负责'}`,
  };
}

const isStatePolicy = (post: Post, books: AnalyzerBooks, context: RoutingContext): boolean =>
  books.routing.statePolicy !== null &&
  context.focus.includes('major_policy') &&
  matchCondition(post, books.routing.statePolicy, books.guards, post.replyStart) !== null;

/** The government this installation serves: the one of the fallback unit's jurisdiction. */
function governmentOf(books: AnalyzerBooks): Unit | null {
  const { units, fallback } = books.departments;
  const home = unitById(books.departments, fallback)?.jurisdiction;
  return units.find((unit) => unit.kind === 'government' && unit.jurisdiction === home) ?? null;
}

const supervision = (books: AnalyzerBooks): Unit | null =>
  unitById(books.departments, books.routing.tree.bodies.supervision);

/** An accused unit never leads, helps or coordinates (信访工作条例 arts. 28, 30); corruption goes to the discipline body. */
function recusal(books: AnalyzerBooks, wanted: Unit, accused: readonly Accused[]): Cleared {
  if (accused.every((item) => item.unit === null)) return { lead: wanted, barred: new Set(), why: [] };
  const known = new Map(books.departments.units.map((unit) => [unit.id, unit]));
  const corrupt = accused.some((item) => item.corruption && item.unit !== null);
  return avoidAccused(books.routing.tree, known, wanted, {
    accused: accused.map(({ unit }) => ({ id: unit?.id ?? null })),
    flags: corrupt ? ['corruption'] : [],
  });
}

function putLead(draft: Draft, books: AnalyzerBooks, wanted: Wanted, context: RoutingContext): Unit {
  const { lead, why } = recusal(books, wanted.unit, context.accused);
  const moved = why.length > 0;
  draft.list.set(lead.id, {
    id: lead.id,
    name: lead.name,
    role: 'lead',
    score: round(moved ? wanted.score * 0.75 : wanted.score),
    reason: moved ? `被反映单位回避：${why.join('；')}` : wanted.reason,
  });
  return lead;
}

interface Helping extends Pick<RoutingContext, 'secondary'> {
  duty: Duty;
  areas: ReturnType<typeof areasOf>;
  also: ReturnType<typeof findHelpers>;
}

function putHelpers(draft: Draft, books: AnalyzerBooks, { duty, areas, secondary, also }: Helping): void {
  const { districts, towns } = areas;
  draft.put(duty.lead, 'co', 0.55, `${duty.reason}；指导协调`);
  for (const unit of duty.co) draft.put(unit, 'co', 0.5, `${duty.reason}；W-05 按职责配合`);
  for (const { unit, reason } of also) draft.put(unit, 'co', 0.45, `${reason}；W-05 按职责配合`);
  for (const unit of districts)
    draft.put(unit, 'co', 0.5, districts.length > 1 ? 'W-04 涉及多地，各地按属地回应' : 'W-02 属地管理');
  for (const topic of secondary)
    draft.put(unitOfTopic(books, topic), 'co', 0.4, `W-05 涉及多部门（${topicTitle(books, topic)}）`);
  for (const unit of towns) draft.put(unit, 'co', 0.35, 'W-02 属地管理（所在镇街）');
}

function putCoordinators(draft: Draft, books: AnalyzerBooks, context: RoutingContext, lead: Unit): void {
  if (lead.kind === 'vertical')
    draft.put(
      unitById(books.departments, lead.superior),
      'coordinator',
      0.6,
      'W-03 垂直管理部门，由其上级部门办公室协调',
    );
  if (context.sensitivity < 2) return;
  const { bodies } = books.routing.tree;
  if (lead.kind !== 'vertical')
    draft.put(unitById(books.departments, bodies.office), 'coordinator', 0.6, 'W-02 由本级政府办公室协调');
  const reason = context.emergency ? 'W-07 突发事件由新闻办组织发布' : 'W-02 宣传部门协调发布';
  draft.put(unitById(books.departments, bodies.press), 'coordinator', 0.5, reason);
}

/** District governments and street offices of the places that are not mere background, in the order of the text. */
function areasOf(books: AnalyzerBooks, places: readonly FoundPlace[]): { districts: Unit[]; towns: Unit[] } {
  const own = places.filter((place) => place.place.own && !place.background);
  const inside = (kind: Unit['kind']): Unit[] => [
    ...new Set(
      own.flatMap((place) =>
        books.departments.units.filter((unit) => unit.kind === kind && place.code.startsWith(unit.jurisdiction)),
      ),
    ),
  ];
  return { districts: inside('district'), towns: inside('town') };
}
