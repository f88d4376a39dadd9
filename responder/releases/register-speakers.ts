import { z } from 'zod';
import { instant } from '../../ingest/messages.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Actor, Origin } from '../../platform/runtime/kernel.ts';
import { json, personOf } from '../tables.ts';
import { refuseOddPast } from '../tickets/dates.ts';
import { isCoordinating, unitName, type Units } from '../tickets/permissions.ts';
import { parseInput, type VerbDeps } from '../tickets/act.ts';
import { webAddress } from './record-release.ts';
import { registerOf } from './spokespersons.ts';

export const setSpeakerInput = z.strictObject({
  unit: z.string(),
  post: z.enum(['head', 'spokesperson', 'deputy']),
  /** Account of the person. */
  personId: z.string().min(1),
  /** 职务, as it is said at a conference. */
  title: z.string().trim().min(1).max(100),
});
export const recordAppearanceInput = z.strictObject({
  unit: z.string(),
  personId: z.string().min(1),
  kind: z.enum(['press_conference', 'interview']),
  at: instant,
  topic: z.string().trim().min(1).max(200),
  link: webAddress,
});
/** The directory of accounts is another room's: it says who this is. */
export type SetSpeaker = z.output<typeof setSpeakerInput> & { name: string };
export type RecordAppearance = z.output<typeof recordAppearanceInput> & { name: string };

/** Press office and lead bodies keep the register of all units, a head that of the own. */
export const mayKeepSpeakers = (actor: Actor, unit: string, units: Units): boolean =>
  isCoordinating(actor, units) ||
  (actor.roles.includes('spokesperson') && units.get(actor.unitId ?? '')?.kind === 'press') ||
  (actor.roles.includes('unit_head') && actor.unitId === unit);

const originOf = (actor: Actor): Origin => registerOf(actor.origin ?? 'live');

export interface Speakers {
  set(input: SetSpeaker, actor: Actor): Promise<void>;
  /** `id`: of the line of the register. */
  end(id: string, actor: Actor): Promise<void>;
  appear(input: RecordAppearance, actor: Actor): Promise<void>;
}

export const speakersBy = (deps: VerbDeps): Speakers => ({
  set: (input, actor) => setSpeaker(deps, input, actor),
  end: (id, actor) => endSpeaker(deps, id, actor),
  appear: (input, actor) => recordAppearance(deps, input, actor),
});

/** 登记发言人. A new head takes the place of the one before, whose line stays with its end. */
async function setSpeaker({ transact, books }: VerbDeps, { name, ...raw }: SetSpeaker, actor: Actor): Promise<void> {
  const input = parseInput(setSpeakerInput, raw);
  refuseUnless(actor, input.unit, books.units);
  await transact(async (unit) => {
    const { tx, now } = unit;
    const origin = originOf(actor);
    const replaced = tx
      .updateTable('responder_spokespersons')
      .set({ until: now, ended_by: json(personOf(actor)) })
      .where('origin', '=', origin)
      .where('unit', '=', input.unit)
      .where('until', 'is', null)
      .where('post', '=', input.post);
    await (input.post === 'head' ? replaced : replaced.where('person_id', '=', input.personId)).execute();
    const id = uuidv7(now);
    const row = { id, unit: input.unit, origin, post: input.post, person_id: input.personId, name, title: input.title };
    await tx
      .insertInto('responder_spokespersons')
      .values({ ...row, since: now, set_by: json(personOf(actor)) })
      .execute();
    const detail = { unit: input.unit, post: input.post, person: input.personId };
    unit.audit({ actor, action: 'speaker.set', subject: { kind: 'speaker', id }, detail });
  });
}

async function endSpeaker({ transact, books }: VerbDeps, id: string, actor: Actor): Promise<void> {
  await transact(async (unit) => {
    const { tx, now } = unit;
    const row = await tx
      .selectFrom('responder_spokespersons')
      .selectAll()
      .where('id', '=', id)
      .where('origin', '=', originOf(actor))
      .where('until', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new AppError('not_found', '没有这条发言人登记');
    refuseUnless(actor, row.unit, books.units);
    const set = { until: now, ended_by: json(personOf(actor)) };
    await tx.updateTable('responder_spokespersons').set(set).where('id', '=', id).execute();
    unit.audit({
      actor,
      action: 'speaker.end',
      subject: { kind: 'speaker', id },
      detail: { unit: row.unit, post: row.post },
    });
  });
}

/** 参加新闻发布会、接受采访, with a link that proves it. */
async function recordAppearance(
  { transact, books }: VerbDeps,
  { name, ...raw }: RecordAppearance,
  actor: Actor,
): Promise<void> {
  const input = parseInput(recordAppearanceInput, raw);
  refuseUnless(actor, input.unit, books.units);
  await transact(async (unit) => {
    const { tx, now } = unit;
    const at = new Date(input.at);
    refuseOddPast('参加时间', input.at, { now, books });
    const id = uuidv7(now);
    await tx
      .insertInto('responder_appearances')
      .values({
        ...{ id, origin: originOf(actor), unit: input.unit, person_id: input.personId, speaker: name },
        ...{ kind: input.kind, at, topic: input.topic, link: input.link },
        ...{ recorded_by: json(personOf(actor)), recorded_at: now },
      })
      .execute();
    const detail = { unit: input.unit, kind: input.kind, person: input.personId };
    unit.audit({ actor, action: 'speaker.appear', subject: { kind: 'appearance', id }, detail });
  });
}

function refuseUnless(actor: Actor, unit: string, units: Units): void {
  if (!units.has(unit)) throw new AppError('invalid_input', `没有编号为 ${unit} 的单位`);
  if (!mayKeepSpeakers(actor, unit, units))
    throw new AppError('forbidden', `只有新闻办、牵头单位或${unitName(units, unit)}负责人可以登记`);
}
