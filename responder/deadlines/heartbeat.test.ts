import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOutgoing } from '../../platform/runtime/outgoing.ts';
import { anEvent, responderStory, type ResponderStory } from '../../tests/harness/responder.ts';
import { beat } from './heartbeat.ts';

let calls = 0;
let answer = 200;
let server: Server;
let url = '';
let story: ResponderStory;

beforeAll(async () => {
  server = createServer((_request, response) => {
    calls += 1;
    response.writeHead(answer).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/beat`;
  story = await responderStory('2026-03-02 09:00');
});
afterAll(async () => {
  await story.close();
  server.close();
});

describe('the heartbeat to the outside', () => {
  const parts = () => ({ ...story.kernel, url, outgoing: createOutgoing(['127.0.0.0/8']) });

  it('comes while every open ticket has a valid next moment', async () => {
    await story.tell(anEvent('2026-03-02 09:00'));
    expect(await beat(parts())).toBe(true);
    expect(calls).toBe(1);
  });

  it('stays away when a moment is late or a ticket has none, so that somebody outside notices', async () => {
    await story.kernel.db
      .updateTable('responder_clocks')
      .set({ next_fire_at: new Date('2026-03-01T00:00:00Z') })
      .execute();
    expect(await beat(parts())).toBe(false);
    await story.kernel.db.deleteFrom('responder_clocks').execute();
    expect(await beat(parts())).toBe(false);
    expect(calls).toBe(1);
  });

  it('says so when the other side refuses, and never calls inside without leave', async () => {
    await story.kernel.db.updateTable('responder_tickets').set({ state: 'closed' }).execute();
    answer = 500;
    await expect(beat(parts())).rejects.toThrow('500');
    await expect(beat({ ...parts(), outgoing: createOutgoing([]) })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
