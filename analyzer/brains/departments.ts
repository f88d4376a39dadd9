import type { Unit } from '../../config/schema/departments.ts';
import type { TopicKey } from '../../config/schema/topics.ts';
import type { Analysis } from '../messages.ts';
import type { FoundPlace } from '../places/find-places.ts';
import type { Accused } from './accused.ts';
import type { AnalyzerBooks } from './books.ts';
import { matchCondition } from './match.ts';
import type { Post } from './post.ts';
import { unitById } from './units.ts';

type Suggestion = Analysis['departments'][number];

export interface RoutingContext {
  topic: TopicKey;
  secondary: readonly TopicKey[];
  sensitivity: number;
  level: 'I' | 'II' | 'III' | 'IV' | null;
  places: readonly FoundPlace[];
  accused: readonly Accused[];
}

/**
 * Who should answer (rules.md §2, W-02 … W-06, and the duty table): one lead, those who help, those who coordinate.
 * Always names somebody; a matter of nobody goes to the fallback unit. Topic none asks nobody.
 */
export function suggestDepartments(post: Post, books: AnalyzerBooks, context: RoutingContext): Suggestion[] {
  if (context.topic === 'none') return [];
  const duty = findDuty(post, books, context);
  const districts = districtsOf(books, context.places);
  const list = new Map<string, Suggestion>();
  const put = (unit: Unit | null, role: Suggestion['role'], score: number, reason: string): void => {
    if (unit && !list.has(unit.id)) list.set(unit.id, { id: unit.id, name: unit.name, role, score, reason });
  };
  const local = districts.length === 1 ? localUnit(books, duty.lead, districts[0]!) : null;
  const lead = recuse(books, local ?? duty.lead, context.accused);
  const reason = local && !lead.moved ? `${duty.reason}；W-02 属地管理` : duty.reason;
  put(lead.unit, 'lead', lead.moved ? 0.6 : duty.score, lead.moved ?? reason);
  if (context.level === 'I')
    put(unitById(books.departments, 'city_gov'), 'coordinator', 0.9, 'W-06 特别重大事件由本级政府负责人牵头');
  if (local) putUnlessAccused(duty.lead, `${duty.reason}；指导所在区县`);
  for (const unit of duty.co) putUnlessAccused(unit, duty.reason);
  for (const unit of districts)
    putUnlessAccused(unit, districts.length > 1 ? 'W-04 涉及多地，各地按属地回应' : 'W-02 属地管理');
  for (const topic of context.secondary) putUnlessAccused(byTopic(books, topic), `W-05 涉及多部门（${topic}）`);
  coordinators(books, context, lead.unit, put);
  return [...list.values()];

  function putUnlessAccused(unit: Unit | null, why: string): void {
    if (unit && !context.accused.some((item) => item.unit?.id === unit.id)) put(unit, 'co', 0.5, why);
  }
}

interface DutyFound {
  lead: Unit;
  co: Unit[];
  reason: string;
  score: number;
}

function findDuty(post: Post, books: AnalyzerBooks, context: RoutingContext): DutyFound {
  for (const duty of books.routing.duties) {
    if (duty.topics && !duty.topics.includes(context.topic)) continue;
    if (duty.when && !matchCondition(post, duty.when, books.guards, post.replyStart)) continue;
    const lead = unitById(books.departments, duty.lead);
    const co = duty.co.map((id) => unitById(books.departments, id)).filter((unit) => unit !== null);
    if (lead) return { lead, co, reason: `职责表 ${duty.id}`, score: 0.8 };
  }
  const own = byTopic(books, context.topic);
  if (own) return { lead: own, co: [], reason: `W-02 主题主管单位（${context.topic}）`, score: 0.7 };
  const fallback = unitById(books.departments, books.departments.fallback)!;
  return { lead: fallback, co: [], reason: '无对应职责，由兜底单位受理', score: 0.3 };
}

const byTopic = (books: AnalyzerBooks, topic: TopicKey): Unit | null =>
  books.departments.units.find((unit) => unit.topics.includes(topic)) ?? null;

/** District governments of the places that are not mere background, nearest first; a town counts for its district. */
function districtsOf(books: AnalyzerBooks, places: readonly FoundPlace[]): Unit[] {
  const units: Unit[] = [];
  for (const place of places) {
    if (!place.place.own || place.background) continue;
    const unit = books.departments.units.find(
      (item) => item.kind === 'district' && place.code.startsWith(item.jurisdiction),
    );
    if (unit && !units.includes(unit)) units.push(unit);
  }
  return units;
}

/** The district's own bureau for the city bureau's duty: 市教育局 → 城东区教育局. Null when the district has none. */
function localUnit(books: AnalyzerBooks, lead: Unit, district: Unit): Unit | null {
  const bare = lead.name.replace(/^市/u, '');
  return (
    books.departments.units.find(
      (unit) => unit.kind === 'department' && unit.superior === district.id && unit.name.endsWith(bare),
    ) ?? null
  );
}

/** An accused unit never leads (信访工作条例 arts. 28, 30): discipline for corruption, else its superior bureau, else the supervision office. */
function recuse(books: AnalyzerBooks, lead: Unit, accused: readonly Accused[]): { unit: Unit; moved: string | null } {
  const own = accused.find((item) => item.unit?.id === lead.id);
  if (!own) return { unit: lead, moved: null };
  const others = new Set(accused.map((item) => item.unit?.id));
  const free = (unit: Unit | null): unit is Unit => unit !== null && !others.has(unit.id);
  const superior = unitById(books.departments, lead.superior);
  const choices = own.corruption
    ? [ofKind(books, 'discipline'), unitById(books.departments, 'supervision')]
    : [
        superior?.kind === 'government' ? null : superior,
        unitById(books.departments, 'supervision'),
        ofKind(books, 'discipline'),
      ];
  const unit = choices.find(free) ?? unitById(books.departments, books.departments.fallback)!;
  return { unit, moved: `被反映单位回避（信访工作条例第二十八条、第三十条）：${lead.name} → ${unit.name}` };
}

const ofKind = (books: AnalyzerBooks, kind: Unit['kind']): Unit | null =>
  books.departments.units.find((unit) => unit.kind === kind) ?? null;

function coordinators(
  books: AnalyzerBooks,
  context: RoutingContext,
  lead: Unit,
  put: (unit: Unit | null, role: Suggestion['role'], score: number, reason: string) => void,
): void {
  if (context.sensitivity < 2) return;
  if (lead.kind === 'vertical')
    put(unitById(books.departments, lead.superior), 'coordinator', 0.6, 'W-03 垂直管理部门，由其上级部门办公室协调');
  else put(unitById(books.departments, books.departments.fallback), 'coordinator', 0.6, 'W-02 由本级政府办公室协调');
  put(ofKind(books, 'press'), 'coordinator', 0.5, 'W-02 宣传部门协调发布');
}
