import { afterEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { duty, dutyLeader, isoLocal, person, responderStory, type ResponderStory } from '../harness/responder.ts';

const night = person('夜班值班员', 'gov_office', 'duty_officer');
const morning = person('早班值班员', 'gov_office', 'duty_officer');
const secondLeader = person('带班领导乙', 'gov_office', 'duty_leader');
const who = ({ id, name, unitId }: Actor) => ({ id, name, unitId });

let story: ResponderStory;
let accounts: Actor[];
afterEach(() => story.close());

/** The sheet of a night without a leader, over by now; who has an account is told by `accounts`. */
async function morningAfter([first, second] = [night, morning]) {
  accounts = [duty, dutyLeader, night, morning];
  story = await responderStory('2026-03-10 16:00', { people: () => Promise.resolve(accounts) });
  const shift = (from: string, to: string, officer: Actor) => ({
    ...{ from: isoLocal(from), to: isoLocal(to), officers: [who(officer)], leader: null },
  });
  const shifts = [
    shift('2026-03-10 17:30', '2026-03-11 08:30', first!),
    shift('2026-03-11 08:30', '2026-03-11 17:30', second!),
  ];
  await story.responder.duty.setShifts({ unit: 'gov_office', replace: false, reason: '月度排班', shifts }, dutyLeader);
  await story.until('2026-03-11 08:31');
  await story.responder.sweep();
  return sheet();
}
const sheet = async (reader = duty) => (await story.responder.duty.handovers(reader, { unit: 'gov_office' })).items[0]!;
const tasksOf = async (actor: Actor) =>
  (await story.responder.queries.tasks(actor)).filter(({ kind }) => kind === 'handover').map(({ why }) => why);

describe('the sheet of a shift of which nobody has an account any more', () => {
  it('is signed by the leader on duty of the unit, and says in whose place', async () => {
    const { id, version } = await morningAfter();
    const sign = (actor: Actor) => story.responder.duty.signHandover({ id, version, side: 'out' }, actor);
    await expect(sign(dutyLeader)).rejects.toThrow('交班人须为夜班值班员；临时换人请先改值班表');
    expect(await tasksOf(dutyLeader)).toEqual([]);
    // Everybody reads who is to sign; the button is for those alone.
    expect((await sheet()).open.out).toEqual({ names: ['夜班值班员'], nobody: false, mine: false });
    expect((await sheet(night)).open).toMatchObject({ out: { mine: true }, in: { mine: false } });
    // He has moved to another office: his account there signs nothing here.
    accounts = [duty, dutyLeader, { ...night, unitId: 'housing' }, morning];
    await expect(sign(duty)).rejects.toThrow('其无本单位值班账号或已在另一方签字，由带班领导代签');
    expect(await tasksOf(dutyLeader)).toEqual(['应由夜班值班员签字，其无本单位值班账号或已在另一方签字，由您代签']);
    expect((await sheet(dutyLeader)).open.out).toEqual({ names: ['带班领导'], nobody: false, mine: true });
    await sign(dutyLeader);
    expect((await sheet()).open.out).toBeNull();
    expect((await sheet()).out).toMatchObject({ by: { name: '带班领导' }, insteadOf: '夜班值班员' });
    const audits = await story.kernel.db
      .selectFrom('audit_entries' as never)
      .select('detail' as never)
      .where('action' as never, '=', 'duty.sign-handover-out' as never)
      .execute();
    expect(audits).toMatchObject([{ detail: { insteadOf: '夜班值班员' } }]);
  });

  it('still wants two persons, and whoever is left of a shift signs himself', async () => {
    const { id } = await morningAfter();
    accounts = [duty, dutyLeader, secondLeader];
    await takeOver(id, dutyLeader);
    const sign = async (actor: Actor) =>
      story.responder.duty.signHandover({ id, version: (await sheet()).version, side: 'out' }, actor);
    await expect(sign(dutyLeader)).rejects.toThrow('交班人和接班人须为两人');
    accounts = [...accounts, night];
    await expect(sign(secondLeader)).rejects.toThrow('临时换人请先改值班表');
    await sign(night);
    const signed = await sheet();
    expect([signed.in!.insteadOf, signed.out!.insteadOf]).toEqual(['早班值班员', null]);
  });

  it('passes to the head where the unit has no leader on duty, and to any officer where it has no head', async () => {
    const { id } = await morningAfter();
    const head = person('单位负责人', 'gov_office', 'unit_head');
    accounts = [duty, head, dutyLeader];
    expect(await tasksOf(head)).toEqual([]);
    accounts = [duty, head];
    await takeOver(id, head);
    // The head has signed one side: the other is for whoever else there is, and nobody waits for an account nobody has.
    expect(await tasksOf(duty)).toHaveLength(1);
    await story.responder.duty.signHandover({ id, version: (await sheet()).version, side: 'out' }, duty);
    const signed = await sheet();
    expect([signed.in!.by.name, signed.out!.by.name, signed.out!.insteadOf]).toEqual([
      '单位负责人',
      '值班员甲',
      '夜班值班员',
    ]);
  });

  it('is not held up by one officer on both shifts: he signs one side, the leader the other', async () => {
    const { id, version } = await morningAfter([night, night]);
    const sign = (actor: Actor, side: 'in' | 'out', at: number) =>
      story.responder.duty.signHandover({ id, version: at, side }, actor);
    await expect(sign(dutyLeader, 'out', version)).rejects.toThrow('临时换人请先改值班表');
    await sign(night, 'out', version);
    await takeOver(id, dutyLeader);
    expect((await sheet()).in).toMatchObject({ by: { name: '带班领导' }, insteadOf: '夜班值班员' });
  });

  it('says so where nobody is left who could', async () => {
    const { id, version } = await morningAfter();
    accounts = [];
    await expect(story.responder.duty.signHandover({ id, version, side: 'out' }, duty)).rejects.toThrow(
      '本单位已没有可代签的值班账号',
    );
    expect((await sheet()).open.out).toEqual({ names: [], nobody: true, mine: false });
  });
});

/** Ticks what is listed and signs for what was taken over. */
async function takeOver(id: string, actor: Actor): Promise<void> {
  const { lines } = await sheet();
  const ticked = lines.map((line) => ({ id: line.id }));
  const at = async () => ({ id, version: (await sheet()).version });
  if (lines.length > 0) await story.responder.duty.tickHandover({ ...(await at()), lines: ticked }, actor);
  await story.responder.duty.signHandover({ ...(await at()), side: 'in' }, actor);
}
