import { isDeepStrictEqual } from 'node:util';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Desk } from '../desks.ts';
import type { Task } from '../consultations/tasks.ts';
import type { QueryDeps } from '../queries/read.ts';
import type { ResponderTables } from '../tables.ts';
import { standingWords, unitRef } from '../tickets/view.ts';
import type { Units } from '../tickets/permissions.ts';
import type { Clock } from '../tickets/ticket.ts';
import { clocksByTicket } from '../queries/read.ts';
import { effectiveRules, specOf } from './book.ts';
import { limitInWords } from './clock.ts';

const pauseView = z.object({
  from: z.string(),
  to: z.string().nullable(),
  reason: z.string(),
  proof: z.string(),
  by: z.string(),
});
/** What was asked for and decided; `dueBefore` = the end it had, once more time was granted. */
const extensionView = z.object({
  state: z.enum(['requested', 'approved', 'refused']),
  until: z.string(),
  reason: z.string(),
  unit: z.object({ id: z.string(), name: z.string() }),
  dueBefore: z.string().nullable(),
  decided: z.object({ at: z.string(), by: z.string(), reason: z.string().nullable() }).nullable(),
});
/** What may be done to each deadline, and the duties a person may start. Instants ISO 8601 +08:00. */
export const clocksDeskSchema = z
  .object({
    clocks: z.array(
      z.object({
        id: z.string(),
        rule: z.string(),
        title: z.string(),
        limit: z.string(),
        state: z.string(),
        /** 计时中、停计中、按时完成、超时完成 … */
        standing: z.string(),
        dueAt: z.string(),
        byHand: z.boolean(),
        paused: z.boolean(),
        pausable: z.boolean(),
        /** May be entered as done, with a proof. */
        byProof: z.boolean(),
        /** The rulebook reads differently today. */
        outdated: z.boolean(),
        pauses: z.array(pauseView),
        extensions: z.array(extensionView),
        replaced: z.array(z.object({ at: z.string(), by: z.string(), reason: z.string(), dueAt: z.string() })),
        proof: z.string().nullable(),
      }),
    ),
    /** 倒排: milestones laid back from the public deadlines and the tasks people gave, by time. */
    plan: z.array(
      z.object({
        kind: z.enum(['milestone', 'task']),
        at: z.string(),
        title: z.string(),
        /** The deadline a milestone serves; null for a task. */
        serves: z.string().nullable(),
        /** Whose step; null = of whoever answers. */
        unit: z.object({ id: z.string(), name: z.string() }).nullable(),
        /** open = still to come, done, overdue = its time has passed without it, passed = a moment that came. */
        state: z.enum(['open', 'done', 'overdue', 'passed']),
        /** 随“…”提前, when it came forward with a deadline. */
        movedBy: z.string().nullable(),
      }),
    ),
    /** Rules only a person starts: those for this kind of event first. */
    startable: z.array(
      z.object({ rule: z.string(), title: z.string(), limit: z.string(), source: z.string(), fits: z.boolean() }),
    ),
  })
  .meta({ id: 'ClocksDesk' });
export type ClocksDesk = z.infer<typeof clocksDeskSchema>;

export const clocksDesk: Desk<typeof clocksDeskSchema> = {
  name: 'clocks',
  title: '时限管理',
  schema: clocksDeskSchema,
  mayOpen: () => true,
  async read({ db, books, time }, _actor, ticket) {
    const clocks = (await clocksByTicket(db, [ticket.id])).get(ticket.id) ?? [];
    const rules = effectiveRules(books.clocks);
    const startable = rules
      .filter((rule) => !rule.auto && rule.clock)
      .map((rule) => ({
        rule: rule.id,
        title: rule.title,
        limit: limitInWords(specOf(rule)!),
        source: `${rule.source.doc}${rule.source.article ?? ''}`,
        fits: !('any' in rule.applies) && (rule.applies.kind?.includes(ticket.kind ?? '') ?? false),
      }))
      .sort((a, b) => Number(b.fits) - Number(a.fits));
    const plan = planOf(clocks, await tasksOf(db, ticket.id), books.units, time.now());
    const asked = await extensionsOf(db, ticket.id);
    const lines = clocks.map((clock) => ({
      ...clockLine(clock, rules, time.now()),
      extensions: asked
        .filter(({ clock_id: id }) => id === clock.id)
        .map((row) => extensionLine(row, clock, books.units)),
    }));
    return { clocks: lines, plan, startable };
  },
};

type Extension = Selectable<ResponderTables['responder_extensions']>;
const extensionsOf = (db: QueryDeps['db'], ticketId: string): Promise<Extension[]> =>
  db.selectFrom('responder_extensions').selectAll().where('ticket_id', '=', ticketId).orderBy('requested_at').execute();

const extensionLine = (
  { state, until, reason, unit, decided_at: at, decided_by: by, decision }: Extension,
  { extended_from: before }: Clock,
  units: Units,
): z.infer<typeof extensionView> => ({
  ...{ state, until: toLocalIso(until), reason, unit: unitRef(units, unit) },
  dueBefore: state === 'approved' && before !== null ? toLocalIso(before) : null,
  decided: at && by && { at: toLocalIso(at), by: by.name, reason: decision },
});

const tasksOf = (db: QueryDeps['db'], ticketId: string) =>
  db
    .selectFrom('responder_tasks')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('state', '<>', 'dropped')
    .where('source', '<>', 'countersign')
    .execute();

function planOf(clocks: Clock[], tasks: Task[], units: Units, now: Date): ClocksDesk['plan'] {
  const milestones = clocks
    .filter(({ state }) => state === 'running' || state === 'overdue')
    .flatMap(({ title, points }) =>
      points.flatMap((point) => (point.kind === 'milestone' ? { serves: title, point } : [])),
    )
    .map(({ serves, point: { at, title } }) => ({
      ...{
        kind: 'milestone' as const,
        at: toLocalIso(new Date(at)),
        title: title.replace(/^倒排节点：/u, ''),
        serves,
        unit: null,
        movedBy: null,
      },
      state: new Date(at) <= now ? ('passed' as const) : ('open' as const),
    }));
  // What is to be done stands on the desk where the task was given; an instruction is need-to-know.
  const given = tasks.map((task) => ({
    ...{ kind: 'task' as const, at: toLocalIso(task.due_at), title: SOURCE_TITLES[task.source] },
    serves: null,
    unit: unitRef(units, task.unit),
    state: task.state === 'done' ? ('done' as const) : task.due_at <= now ? ('overdue' as const) : ('open' as const),
    movedBy: task.due_history.at(-1)?.clock ?? null,
  }));
  return [...milestones, ...given].sort((a, b) => a.at.localeCompare(b.at));
}
const SOURCE_TITLES = { room: '会商任务', instruction: '批示任务', countersign: '补签' } as const;

function clockLine(clock: Clock, rules: Clock['rule'][], now: Date): Omit<ClocksDesk['clocks'][number], 'extensions'> {
  const spec = specOf(clock.rule);
  const today = rules.find((rule) => rule.id === clock.rule_id);
  const same = today === undefined || isDeepStrictEqual(JSON.parse(JSON.stringify(today)), clock.rule);
  return {
    id: clock.id,
    rule: clock.rule_id,
    title: clock.title,
    limit: spec === null ? '以来件为准' : limitInWords(spec),
    state: clock.state,
    standing: standingWords(clock, now),
    dueAt: toLocalIso(clock.due_at),
    byHand: clock.by_hand,
    paused: clock.paused_at !== null,
    pausable: clock.rule.clock?.pausable === true,
    byProof: clock.by_hand || clock.rule.satisfied_by.some(({ fact }) => fact === 'done_by_hand'),
    outdated: !same && clock.rule.clock !== null,
    pauses: clock.pauses.map(({ ended: _ended, ...pause }) => ({
      ...pause,
      from: toLocalIso(new Date(pause.from)),
      to: pause.to === null ? null : toLocalIso(new Date(pause.to)),
      by: pause.by.name,
    })),
    replaced: clock.rule_history.map(({ at, by, reason, dueAt }) => ({ at, by: by.name, reason, dueAt })),
    proof: clock.stopped_by?.proof ?? null,
  };
}
