import { sql } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { addressesOf, channelServer, onChannels, pushing } from '../harness/pushed-channels.ts';
import { releaseRoom } from '../harness/release-desk.ts';
import { responderStory, supervisor, type ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

const HOUR_MS = 3_600_000;
let story: ResponderStory;
let offMs = 0;
afterEach(() => story.close());
const { at, detail, dispatched } = ticketActs(() => story);

/** A machine that stands alone: whoever sets its clock sets that of its database, too. */
async function machine(options: Parameters<typeof responderStory>[1] = {}): Promise<void> {
  offMs = 0;
  story = await responderStory('2026-03-10 12:30', options);
  const right = story.time.now.bind(story.time);
  story.time.now = () => new Date(right().getTime() + offMs);
}
const showing = async (ms: number): Promise<void> => {
  offMs = ms;
  await story.responder.sweep();
  await story.responder.sweep();
};

/** What a matter that nobody answers leaves behind in two days: entries, and whom each notice rang when and for what. */
async function unanswered(jump: () => Promise<void>) {
  await machine();
  const { id } = await dispatched('2026-03-10 12:00', 'water_company');
  await jump();
  const heard = async () =>
    (
      await sql<{ at: Date; recipient: string; text: string }>`select at, recipient, text from responder_notifications
        where ticket_id = ${id} and at > '2026-03-10 12:31+08' order by at, recipient, text`.execute(story.kernel.db)
    ).rows;
  for (const time of ['11 12:00', '12 11:00', '12 12:30', '12 20:00']) await at(`2026-03-${time}`);
  const { timeline, clocks } = await detail(id);
  const entries = timeline.filter((entry) => entry.at > '2026-03-10T12:31' && entry.at < '2026-03-12T21');
  const leads = (await story.responder.queries.accountability(supervisor)).map(({ rule, why }) => [rule, why]);
  const told = {
    entries: entries.map((entry) => `${entry.at} ${entry.text}`).sort(),
    clocks: clocks.map((clock) => [clock.rule, clock.state, clock.overdue, clock.dueAt]),
    ...{ notices: await heard(), leads },
  };
  return { told, all: timeline.map((entry) => entry.text) };
}

it('a clock three days ahead for a moment hides no deadline: all comes out at its own time, as if nothing had been', async () => {
  const quiet = await unanswered(() => showing(0));
  await story.close();
  const jumped = await unanswered(async () => {
    await showing(72 * HOUR_MS);
    const [lead] = await story.responder.queries.accountability(supervisor);
    expect(lead).toBeDefined();
    await showing(0);
    expect(await story.responder.queries.accountability(supervisor)).toEqual([]);
  });
  expect(quiet.told.notices.length).toBeGreaterThan(20);
  expect(jumped.told).toEqual(quiet.told);
  // What was said too early stays to be read, with a word that it does not count.
  expect(jumped.all.filter((text) => text.includes('此前提前发出的提醒、催办和线索不作数'))).toHaveLength(1);
  expect(jumped.all.length).toBeGreaterThan(quiet.all.length);
});

it('a paper issued by a clock two hours ahead goes out when it is set right, not two hours later', async () => {
  const site = await channelServer();
  await machine({ books: pushing(['127.0.0.1']), env: addressesOf(site) });
  site.answer = { url: 'https://www.example.gov.cn/tz/1' };
  const room = await releaseRoom(story);
  await showing(2 * HOUR_MS);
  await onChannels(() => story).published(room, { channels: ['site'] });
  await showing(0);
  expect(await story.responder.sendReleases()).toBe(1);
  expect(site.asked).toHaveLength(1);
  await site.server.close();
});
