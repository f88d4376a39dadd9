import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutwardMessage } from '../message.ts';
import { outwardNotice } from '../outward.ts';
import type { Channel, SendOutcome, Target } from './channel.ts';

/** What the other side does with the next message. */
export type Behaviour = 'accept' | 'busy' | 'refuse' | 'stall';

/** One adapter before a real server. */
export interface ChannelWorld {
  /** `allow`: whether the operator lets it reach the loopback address. */
  open(allow: boolean): Channel;
  target: Target;
  /** Everything that must never be seen in an answer. */
  secrets: string[];
  behave(how: Behaviour): void;
  /** What arrived so far: the words people read, and the id where the way has a place for it. */
  arrived(): { text: string; id: string | null }[];
  /** Whether the last one was signed, encrypted or logged in as this way asks. */
  isGenuine(): boolean;
  close(): Promise<void>;
}

/** Short, so that a silent server costs little. */
export const TIMEOUT_MS = 400;
export const NOW = new Date('2026-10-03T12:00:00+08:00');

const notice = outwardNotice(
  {
    ...{
      number: '舆交〔2026〕18号',
      ticketId: '0198',
      level: 'II',
      machineLevel: null,
      colour: 'red',
      matter: 'clock',
    },
    ...{
      clock: { title: '首次发布', due: new Date('2026-10-03T14:00:00+08:00'), provisional: false },
      unverified: false,
    },
  },
  { clockTitles: new Set(['首次发布']), publicOrigin: 'https://huiying.example' },
);
const message: OutwardMessage = { id: '0198aaaa-0000-7000-8000-000000000001', kind: 'now', notices: [notice] };
const WORDS =
  '【回应】舆交〔2026〕18号（Ⅱ级）首次发布时限 10月3日 14:00，剩余 2 小时。请登录办理：https://huiying.example/tickets/0198';

/** What every way out of the house must do. */
export function channelContract(name: string, makeWorld: () => Promise<ChannelWorld>): void {
  describe(`channel: ${name}`, () => {
    let world: ChannelWorld;
    beforeAll(async () => {
      world = await makeWorld();
    });
    beforeEach(() => world.behave('accept'));
    afterAll(() => world.close());
    const send = (what = message, allow = true): Promise<SendOutcome> => world.open(allow).send(what, world.target);
    const discreet = (outcome: SendOutcome): void => {
      const why = outcome.kind === 'sent' ? '' : outcome.why;
      for (const secret of world.secrets) expect(why).not.toContain(secret);
      expect(why.length).toBeLessThanOrEqual(200);
    };

    it('brings number, level, deadline and link, genuine and with its id', async () => {
      expect(await send()).toEqual({ kind: 'sent' });
      const last = world.arrived().at(-1)!;
      expect(last.text).toContain(WORDS);
      expect([message.id, null]).toContain(last.id);
      expect(world.isGenuine()).toBe(true);
    });

    it('sends a second time with the same id', async () => {
      await send();
      await send();
      const [first, second] = world.arrived().slice(-2);
      expect(second!.id).toBe(first!.id);
    });

    it('a test says that nothing has to be done', async () => {
      expect(await send({ id: 'test-1', kind: 'test', notices: [] })).toEqual({ kind: 'sent' });
      expect(world.arrived().at(-1)!.text).toContain('通道测试');
    });

    it.each(['busy', 'stall'] as const)('%s: try again', async (how) => {
      world.behave(how);
      const outcome = await send();
      expect(outcome.kind).toBe('retry');
      discreet(outcome);
    });

    it('refused: a person must look', async () => {
      world.behave('refuse');
      const outcome = await send();
      expect(outcome.kind).toBe('give_up');
      discreet(outcome);
    });

    it('reaches nothing inside unless the operator allows it', async () => {
      const before = world.arrived().length;
      const outcome = await send(message, false);
      expect(outcome).toMatchObject({ kind: 'give_up', why: expect.stringContaining('内网') });
      discreet(outcome);
      expect(world.arrived()).toHaveLength(before);
    });

    it('nobody there: try again', async () => {
      await world.close();
      const outcome = await send();
      expect(outcome.kind).toBe('retry');
      discreet(outcome);
    });
  });
}
