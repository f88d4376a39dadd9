import { sql, type Kysely } from 'kysely';
import { collect, type IngestTables } from '../../ingest/index.ts';
import type { Responder } from '../../responder/index.ts';
import { AppError } from '../runtime/errors.ts';
import type { Actor, Kernel } from '../runtime/kernel.ts';
import { pause } from '../runtime/system-time.ts';
import { demoActors } from './actors.ts';
import { findMatter, isQuiet } from './matter.ts';
import { readUntil } from './inbox.ts';
import { planRosters, registerSpeakers, type Duties, type Offices } from './offices.ts';
import { sweepUntil, type StoryTime } from './story-time.ts';
import { instantOf, resolveInstants, type StoryAct, type StoryPost, type StoryStep } from './story.ts';

export interface ReplayDeps {
  db: Kysely<never>;
  kernel: Kernel<never>;
  /** Verbs and sweep that work in story time, on demonstration tickets only. */
  responder: Pick<Responder, 'verbs' | 'sweep' | 'nextMoment' | 'queries'> & Duties;
  story: StoryStep[];
  offices: Offices;
  /** The story's clock, moved forward by the replay. */
  storyTime: StoryTime;
  actorOf(login: string): Actor | null;
  jurisdiction: string;
  signal: AbortSignal;
}

/** An act the rules refused: of whom, and why (Chinese). */
export interface Refusal {
  scene: string;
  verb: string;
  as: string;
  why: string;
}
export interface Told {
  finished: boolean;
  steps: number;
  refused: Refusal[];
}

/** What rang before the shift a newcomer looks at has been read by somebody. */
const PRESENT_HOURS = 8;
const COLLECT_DELAY_MS = 90_000;
const QUIET_LIMIT_MS = 20_000;

/**
 * Tells the invented story through the real pipeline: every post is collected, analysed, grouped, ticketed; people act through the same
 * verbs. Resumable: posts are idempotent by their id, acts by the state of the ticket, and the position is kept.
 */
export async function replayDemo(deps: ReplayDeps): Promise<Told> {
  const { db, story, storyTime, signal } = deps;
  const { endsAt, position, finished } = await openProgress(db, deps.kernel.time.now());
  const refused: Refusal[] = [];
  if (finished) return { finished: true, steps: 0, refused };
  const scenes = scenesOf(story);
  storyTime.set(instantOf(endsAt, story[0]!.minutesBefore));
  await registerSpeakers(deps.offices, deps.responder, deps.actorOf);
  let next: Date | null = null;
  for (let index = position; index < story.length; index++) {
    if (signal.aborted) return { finished: false, steps: index - position, refused };
    const step = story[index]!;
    const at = instantOf(endsAt, step.minutesBefore);
    if (step.kind !== 'post' || (next !== null && next <= at)) {
      // What was said before must have arrived everywhere before somebody acts on it, or a deadline passes.
      await untilQuiet(db, signal);
      next = await sweepUntil(at, deps);
    }
    if (step.kind === 'post') await tellPost(deps, step.post, endsAt);
    else {
      if (step.kind === 'act') {
        const why = await act(deps, step.act, scenes.get(step.act.scene) ?? [], endsAt, `demo-step-${index}`);
        if (why !== null) refused.push({ scene: step.act.scene, verb: step.act.verb, as: step.act.as, why });
      }
      await sql`update platform_demo set position = ${index + 1}`.execute(db);
    }
  }
  await untilQuiet(db, signal);
  await readUntil(instantOf(endsAt, PRESENT_HOURS * 60), (await demoActors(db)).values(), deps.responder.queries);
  await planRosters(deps.offices, deps.responder.duty, deps.actorOf, deps.kernel.time.now());
  await sql`update platform_demo set position = ${story.length}, finished_at = ${deps.kernel.time.now()}`.execute(db);
  return { finished: true, steps: story.length - position, refused };
}

async function openProgress(
  db: Kysely<never>,
  now: Date,
): Promise<{ endsAt: Date; position: number; finished: boolean }> {
  await sql`insert into platform_demo (ends_at) values (${now}) on conflict do nothing`.execute(db);
  const { rows } = await sql<{
    ends_at: Date;
    position: number;
    finished_at: Date | null;
  }>`select * from platform_demo`.execute(db);
  const row = rows[0]!;
  return { endsAt: row.ends_at, position: row.position, finished: row.finished_at !== null };
}

function scenesOf(story: StoryStep[]): Map<string, string[]> {
  const scenes = new Map<string, string[]>();
  for (const step of story) {
    if (step.kind !== 'post' || step.post.scene === undefined) continue;
    scenes.set(step.post.scene, [...(scenes.get(step.post.scene) ?? []), step.post.id]);
  }
  return scenes;
}

async function tellPost({ kernel, jurisdiction }: ReplayDeps, post: StoryPost, endsAt: Date): Promise<void> {
  const publishedAt = instantOf(endsAt, post.minutesBefore);
  const record = {
    externalId: post.id,
    title: post.title,
    body: post.text,
    publishedAt: publishedAt.toISOString(),
    counts: post.counts,
    author: post.voice,
    ...(post.sourceType === 'hotline' ? { order: { owner: null, dueAt: null } } : {}),
  };
  // Collected a little after it was published, but never later than the end of the story.
  const now = new Date(Math.min(publishedAt.getTime() + COLLECT_DELAY_MS, endsAt.getTime()));
  await collect(kernel as unknown as Kernel<IngestTables>, [record], {
    ...{ source: `demo_${post.sourceType}`, sourceType: post.sourceType, jurisdiction },
    ...{ origin: 'demo', historyDays: 30, now },
  });
}

/** Null = done; else why not. `key` names the step, so that an act told again after a kill is known: many verbs may be repeated by people. */
async function act(
  deps: ReplayDeps,
  story: StoryAct,
  postIds: string[],
  endsAt: Date,
  key: string,
): Promise<string | null> {
  const { kernel, responder } = deps;
  const actor = deps.actorOf(story.as);
  const matter = await findMatter(deps.db, postIds);
  if (!actor || !matter) {
    kernel.log.warn({ act: story.verb, scene: story.scene }, 'nobody or nothing to act on in the demonstration');
    return actor ? '没有这个事件' : '没有这个账号';
  }
  try {
    const ticket =
      matter.ticket ?? (await responder.verbs.open({ eventId: matter.eventId, reason: '值班员判断需要回应' }, actor));
    const verbs = responder.verbs as unknown as Record<
      string,
      (id: string, input: unknown, by: Actor) => Promise<unknown>
    >;
    const input = {
      ...(resolveInstants(story.input, endsAt) as object),
      revision: ticket.revision,
      idempotencyKey: key,
    };
    await verbs[story.verb]!(ticket.id, input, actor);
    return null;
  } catch (error) {
    // After a kill the last act may be told twice: its key or the state machine refuses it, which is the wanted answer.
    if (!(error instanceof AppError)) throw error;
    kernel.log.warn(
      { act: story.verb, scene: story.scene, why: error.message },
      'an act of the demonstration was refused',
    );
    return error.message;
  }
}

async function untilQuiet(db: Kysely<never>, signal: AbortSignal): Promise<void> {
  const until = performance.now() + QUIET_LIMIT_MS;
  // Live traffic beside the demonstration may never pause: then the story goes on all the same.
  while (!signal.aborted && performance.now() < until && !(await isQuiet(db))) await pause(5);
}
