import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Responder } from '../../responder/index.ts';
import type { Actor } from '../runtime/kernel.ts';
import { toLocalIso } from '../runtime/local-time.ts';

const login = z.string().min(1);
const clock = z.string().regex(/^\d{2}:\d{2}$/);
const officesSchema = z.strictObject({
  speakers: z.array(
    z.strictObject({
      ...{ by: login, unit: z.string(), person: login, title: z.string().min(1) },
      post: z.enum(['head', 'spokesperson', 'deputy']),
    }),
  ),
  rosters: z.array(
    z.strictObject({
      ...{ by: login, unit: z.string(), leader: login.nullable() },
      /** Who is on duty, in turns: one entry a shift, then again from the first. */
      turns: z.array(z.array(login).min(1)).min(1),
      /** Shanghai clock times at which a shift begins, in order. */
      begins: z.array(clock).min(1),
      days: z.number().int().min(1).max(92),
    }),
  ),
});
export type Offices = z.infer<typeof officesSchema>;
export type Duties = Pick<Responder, 'duty' | 'speakers' | 'queries'>;
type ActorOf = (login: string) => Actor | null;

export const loadOffices = (configFolder: string): Offices =>
  officesSchema.parse(parse(readFileSync(join(configFolder, 'demo', 'offices.yaml'), 'utf8')));

/** Who speaks for the units of the demonstration, before anybody answers in their name. Again, it changes nothing. */
export async function registerSpeakers(
  { speakers }: Offices,
  responder: Pick<Duties, 'speakers' | 'queries'>,
  actorOf: ActorOf,
): Promise<void> {
  for (const { by, unit, post, person, title } of speakers) {
    const [actor, who] = [actorOf(by), actorOf(person)];
    if (!actor || !who) continue;
    const known = (await responder.queries.speakers(actor)).find((one) => one.unit.id === unit)?.speakers ?? [];
    if (known.some((one) => one.personId === who.id && one.post === post)) continue;
    await responder.speakers.set({ unit, post, personId: who.id, name: who.name, title }, actor);
  }
}

/**
 * The duty roster from the shift under way at `now` on. Told only at the end of the story, whose three days had none: a roster that began
 * later would mean that nobody was there. Again, it changes nothing.
 */
export async function planRosters(
  { rosters }: Offices,
  duty: Duties['duty'],
  actorOf: ActorOf,
  now: Date,
): Promise<void> {
  for (const roster of rosters) {
    const actor = actorOf(roster.by);
    if (!actor) continue;
    const spans = shiftsFrom(roster, now);
    const window = { from: spans[0]!.from, to: spans.at(-1)!.to };
    if ((await duty.roster(actor, roster.unit, window)).shifts.length > 0) continue;
    const person = (name: string) => {
      const found = actorOf(name);
      return found === null ? [] : [{ id: found.id, name: found.name, unitId: found.unitId }];
    };
    const leader = roster.leader === null ? null : (person(roster.leader)[0] ?? null);
    const shifts = spans.map(({ from, to }, index) => ({
      ...{ from: toLocalIso(from), to: toLocalIso(to), leader },
      officers: roster.turns[index % roster.turns.length]!.flatMap(person),
    }));
    await duty.setShifts({ unit: roster.unit, shifts, reason: '演示排班' }, actor);
  }
}

const DAY_MS = 86_400_000;

/** Shifts of so many days, the first the one under way at `now`. Pure. */
export function shiftsFrom({ begins, days }: Pick<Offices['rosters'][number], 'begins' | 'days'>, now: Date) {
  const today = toLocalIso(now).slice(0, 10);
  const starts = Array.from({ length: days + 2 }, (_, day) =>
    begins.map((at) => new Date(Date.parse(`${today}T${at}:00+08:00`) + (day - 1) * DAY_MS)),
  ).flat();
  const spans = starts.slice(1).map((to, index) => ({ from: starts[index]!, to }));
  return spans.filter(({ to }) => to > now).slice(0, days * begins.length);
}
