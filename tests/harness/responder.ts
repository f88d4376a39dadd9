import { randomUUID } from 'node:crypto';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import { EVENT_CHANGED } from '../../analyzer/messages.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { createResponder, type Responder, type ResponderOptions, type ResponderTables } from '../../responder/index.ts';
import { testKernel, type TestKernel, type TestKernelOptions } from './kernel.ts';

export interface ResponderStory extends TestKernel<ResponderTables> {
  responder: Responder;
  /** Puts a picture of an event on the bus and waits until everyone has read it. */
  tell(event: EventSnapshot): Promise<void>;
  /** The open (or newest) ticket of an event, as the duty officer sees it. */
  ticketOf(eventId: string): Promise<Awaited<ReturnType<Responder['queries']['ticket']>>>;
  /** Clock to this Shanghai time, e.g. '2026-02-25 14:00'; jobs run on the way. */
  until(local: string): Promise<void>;
}

type StoryOptions = Pick<
  ResponderOptions,
  'staff' | 'people' | 'files' | 'books' | 'env' | 'publicOrigin' | 'sourceTexts' | 'deadSources'
> &
  Pick<TestKernelOptions, 'aheadMs'>;

/** A responder on real SQL and simulated time, beginning at a Shanghai time. */
export async function responderStory(
  start: string,
  { aheadMs, ...options }: StoryOptions = {},
): Promise<ResponderStory> {
  return storyOver(await testKernel<ResponderTables>({ now: local(start), ...(aheadMs && { aheadMs }) }), options);
}

/** As responderStory, over a kernel that other rooms use too; closing it closes the kernel. */
export async function storyOver(
  test: TestKernel<ResponderTables>,
  options: Omit<StoryOptions, 'aheadMs'> = {},
): Promise<ResponderStory> {
  const made = createResponder({
    people: () => Promise.resolve(CITY),
    ...options,
    ...{ kernel: test.kernel, settings: { configFolder: shippedConfigFolder() } },
  });
  const judge: typeof made.verbs.judge = (id, input, actor) =>
    made.verbs.judge(id, { sheet: A_SHEET, ...askedFor(input.verification, test.kernel.time.now()), ...input }, actor);
  const responder: Responder = { ...made, verbs: { ...made.verbs, judge } };
  await responder.start();
  await test.kernel.jobs.start();
  const { kernel } = test;
  return {
    ...test,
    responder,
    async tell(event) {
      await kernel.transact(async (unit) => unit.emit({ ...EVENT_CHANGED, key: event.id, payload: event }));
      await test.settle();
    },
    async ticketOf(eventId) {
      const page = await responder.queries.tickets(duty, { eventId, sort: 'latest' });
      const first = page.items[0];
      if (!first) throw new Error('no ticket for this event');
      return responder.queries.ticket(duty, first.id);
    },
    until: (at) => test.time.advanceTo(local(at)),
    async close() {
      await responder.stop();
      await test.close();
    },
  };
}

/** What the duty officer writes on the sheet of a judgement, unless the story is about it. */
export const A_SHEET = {
  asks: '尽快处理并公布情况',
  confirmed: '现场已有人员到场',
  unconfirmed: '原因尚未查明',
  risks: '持续时间长可能引发聚集',
  control: '先发布已掌握的情况',
};

/** Whom the duty officer asked before he wrote a result, unless the story is about it. */
const askedFor = (verification: string | undefined, now: Date) =>
  verification === undefined || verification === 'unverified' || verification === 'verifying'
    ? {}
    : { asked: { unit: '江城水务集团', post: '调度室', manner: 'phone' as const, at: toLocalIso(now) } };

/** A Shanghai wall-clock time. */
export const local = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+08:00`);
export const isoLocal = (text: string): string => toLocalIso(local(text));

export const person = (name: string, unitId: string | null, ...roles: Role[]): Actor => ({
  id: `${unitId ?? 'none'}:${name}`,
  name,
  unitId,
  roles,
});

/** People of the invented city, by post. */
export const duty = person('值班员甲', 'gov_office', 'duty_officer');
export const secondDuty = person('值班员乙', 'cyberspace', 'duty_officer');
export const dutyLeader = person('带班领导', 'gov_office', 'duty_leader');
export const spokesperson = person('新闻发言人', 'press_office', 'spokesperson');
export const supervisor = person('督查员', 'supervision', 'supervisor');
export const leader = person('分管领导', 'city_gov', 'leader');
export const evaluator = person('评估员', null, 'evaluator');
export const handlerOf = (unit: string): Actor => person('经办', unit, 'handler');
export const headOf = (unit: string): Actor => person('负责人', unit, 'unit_head');

/** Whose accounts the directory of the city holds, unless the story is about it. */
const CITY = [duty, secondDuty, dutyLeader, spokesperson, supervisor, leader].concat(
  ['water_company', 'housing'].flatMap((unit) => [handlerOf(unit), headOf(unit)]),
);

/** A picture of an event; an everyday blue matter unless told otherwise. Times are Shanghai, 'YYYY-MM-DD HH:MM'. */
export function anEvent(
  published: string,
  changes: Partial<EventSnapshot> & { detectedAt?: string; occurred?: string } = {},
): EventSnapshot {
  const { detectedAt, occurred, ...rest } = changes;
  const at = isoLocal(published);
  return {
    id: randomUUID(),
    revision: 1,
    title: '和平街道某小区停水',
    topic: 'utilities',
    sensitivity: 1,
    focus: [],
    kind: null,
    level: { low: null, high: null, rule: null, status: 'none' },
    facts: {},
    opinion: { colour: 'yellow', score: 45, parts: [], floors: [] },
    stage: 'growing',
    heat: 10,
    counts: { mentions: 6, voices: 6, sources: 2, platforms: 2, media: 0 },
    jurisdiction: '990100',
    places: [{ code: '990102', name: '城东区', path: ['江城市', '城东区'] }],
    departments: [{ id: 'water_company', name: '江城水务集团', role: 'lead', score: 0.9, reason: '职责：供水' }],
    accused: [],
    keywords: ['停水'],
    firstPublishedAt: at,
    outbreakPublishedAt: at,
    lastPublishedAt: at,
    occurredAt: occurred === undefined ? null : { at: isoLocal(occurred), source: '文本' },
    detected: { at: isoLocal(detectedAt ?? published), by: 'rule', why: '多源出现' },
    upperRequest: false,
    registration: null,
    orders: [],
    intakeKinds: [],
    history: false,
    mergedInto: null,
    added: [],
    origin: 'live',
    ...rest,
  };
}

/** A grave accident as the machine reads it: Ⅱ possible. */
export const graveEvent = (published: string, changes: Parameters<typeof anEvent>[1] = {}): EventSnapshot =>
  anEvent(published, {
    title: '云山县某化工厂爆炸，已致10人死亡',
    topic: 'work_safety',
    sensitivity: 3,
    kind: 'work_safety',
    level: { low: 'II', high: 'II', rule: 'T-work-safety', status: 'suggested' },
    facts: { deaths: { low: 10, high: 10 } },
    opinion: { colour: 'red', score: 88, parts: [], floors: [{ colour: 'orange', why: '事件等级Ⅱ' }] },
    departments: [{ id: 'emergency', name: '市应急管理局', role: 'lead', score: 0.95, reason: '职责：安全生产' }],
    places: [{ code: '990121', name: '云山县', path: ['江城市', '云山县'] }],
    ...changes,
  });
