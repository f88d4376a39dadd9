import { sql, type Kysely } from 'kysely';
import { collect, type IngestTables } from '../../ingest/index.ts';
import type { Responder } from '../../responder/index.ts';
import { AppError } from '../runtime/errors.ts';
import type { Actor, Kernel } from '../runtime/kernel.ts';
import { pause } from '../runtime/system-time.ts';
import { findMatter, isQuiet } from './matter.ts';
import { planRosters, registerSpeakers, type Duties, type Offices } from './offices.ts';
import { sweepUntil, type StoryTime } from './story-time.ts';
import { instantOf, resolveInstants, type StoryAct, type StoryPost, type StoryStep } from './story.ts';

export interface ReplayDeps {
  db: Kysely<never>;
  kernel: Kernel<never>;
  /** Verbs and sweep that work in story time, on demonstration tickets only. */
  responder: Pick<Responder, 'verbs' | 'sweep' | 'nextMoment'> & Duties;
  story: StoryStep[];
  offices: Offices;
  /** The story's clock, moved forward by the replay. */
  storyTime: StoryTime;
  actorOf(login: string): Actor | null;
  jurisdiction: string;
  signal: AbortSignal;
}

const COLLECT_DELAY_MS = 90_000;
const QUIET_LIMIT_MS = 20_000;

/**
 * Tells the invented story through the real pipeline: every post is collected, analysed, grouped, ticketed; people act through the same
 * verbs. Resumable: posts are idempotent by their id, acts by the state of the ticket, and the position is kept.
 */
export async function replayDemo(deps: ReplayDeps): Promise<{ finished: boolean; steps: number }> {
  const { db, story, storyTime, signal } = deps;
  const { endsAt, position, finished } = await openProgress(db, deps.kernel.time.now());
  if (finished) return { finished: true, steps: 0 };
  const scenes = scenesOf(story);
  storyTime.set(instantOf(endsAt, story[0]!.minutesBefore));
  await registerSpeakers(deps.offices, deps.responder, deps.actorOf);
  let next: Date | null = null;
  for (let index = position; index < story.length; index++) {
    if (signal.aborted) return { finished: false, steps: index - position };
    const step = story[index]!;
    const at = instantOf(endsAt, step.minutesBefore);
    if (step.kind !== 'post' || (next !== null && next <= at)) {
      // What was said before must have arrived everywhere before somebody acts on it, or a deadline passes.
      await untilQuiet(db, signal);
      next = await sweepUntil(at, deps);
    }
    if (step.kind === 'post') await tellPost(deps, step.post, endsAt);
    else {
      if (step.kind === 'act')
        await act(deps, step.act, scenes.get(step.act.scene) ?? [], endsAt, `demo-step-${index}`);
      await sql`update platform_demo set position = ${index + 1}`.execute(db);
    }
  }
  await untilQuiet(db, signal);
  await planRosters(deps.offices, deps.responder.duty, deps.actorOf, deps.kernel.time.now());
  await sql`update platform_demo set position = ${story.length}, finished_at = ${deps.kernel.time.now()}`.execute(db);
  return { finished: true, steps: story.length - position };
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

/** `key` names the step, so that an act told again after a kill is known: many verbs may be repeated by people. */
async function act(deps: ReplayDeps, story: StoryAct, postIds: string[], endsAt: Date, key: string): Promise<void> {
  const { kernel, responder } = deps;
  const actor = deps.actorOf(story.as);
  const matter = await findMatter(deps.db, postIds);
  if (!actor || !matter)
    return kernel.log.warn({ act: story.verb, scene: story.scene }, 'nobody or nothing to act on in the demonstration');
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
  } catch (error) {
    // After a kill the last act may be told twice: its key or the state machine refuses it, which is the wanted answer.
    if (!(error instanceof AppError)) throw error;
    kernel.log.warn(
      { act: story.verb, scene: story.scene, why: error.message },
      'an act of the demonstration was refused',
    );
  }
}

async function untilQuiet(db: Kysely<never>, signal: AbortSignal): Promise<void> {
  const until = performance.now() + QUIET_LIMIT_MS;
  // Live traffic beside the demonstration may never pause: then the story goes on all the same.
  while (!signal.aborted && performance.now() < until && !(await isQuiet(db))) await pause(5);
}
