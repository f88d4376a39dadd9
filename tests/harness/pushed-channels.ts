import { createHmac } from 'node:crypto';
import { releasesSchema } from '../../config/schema/releases.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadResponderBooks, type ResponderBooks } from '../../responder/index.ts';
import { httpServer, type Arrived, type MessageServer } from './message-servers.ts';
import { author, type ReleaseRoom } from './release-desk.ts';
import type { ResponderStory } from './responder.ts';

/** 12345 and the city's own website are real servers on this machine; what goes to them is signed. */
export const KEY = 'hotline-key-00000001';

export interface ChannelServer {
  server: MessageServer<Arrived>;
  /** What the other side says when it has taken a message. */
  answer: Record<string, unknown>;
  /** What happens in the house before it answers. */
  meanwhile: () => Promise<unknown>;
  /** Every try that reached it, taken or not. */
  asked: Arrived[];
  /** Bodies of what it took. */
  sent(): Record<string, unknown>[];
  /** As at the beginning: it takes everything and says nothing. */
  forget(): void;
}

const nothing = (): Promise<unknown> => Promise.resolve();

export async function channelServer(): Promise<ChannelServer> {
  const asked: Arrived[] = [];
  const server = await httpServer(async (how, request) => {
    channel.asked.push(request);
    await channel.meanwhile();
    return { status: { accept: 200, busy: 503, refuse: 403 }[how], body: how === 'accept' ? channel.answer : {} };
  });
  const channel: ChannelServer = {
    ...{ server, answer: {}, asked, meanwhile: nothing },
    sent: () => server.arrived.map(({ body }) => JSON.parse(body) as Record<string, unknown>),
    forget() {
      Object.assign(server, { behaviour: 'accept', arrived: [] });
      Object.assign(channel, { answer: {}, asked: [], meanwhile: nothing });
    },
  };
  return channel;
}

export const addressesOf = ({ server }: ChannelServer) => ({
  HUIYING_SECRET_HOTLINE: `http://127.0.0.1:${server.port}/replies`,
  HUIYING_SECRET_HOTLINE_KEY: KEY,
});

/** The shipped book with two channels that push. */
export function pushing(allowInside: string[]): ResponderBooks {
  const all = loadResponderBooks(shippedConfigFolder());
  const pushed = { way: 'webhook', targetEnv: 'HUIYING_SECRET_HOTLINE', signEnv: 'HUIYING_SECRET_HOTLINE_KEY' };
  const channels = all.releases.channels.map((one) =>
    ['hotline', 'site'].includes(one.id) ? { ...one, ...pushed } : one,
  );
  return { ...all, releases: releasesSchema.parse({ ...all.releases, allowInside, channels }) };
}

export const isSigned = ({ headers, body }: Arrived): boolean => {
  const text = `${String(headers['x-huiying-timestamp'])}.${String(headers['x-huiying-nonce'])}.${body}`;
  return headers['x-huiying-signature'] === createHmac('sha256', KEY).update(text).digest('hex');
};

/** Hands a paper over to its channels, and looks how it stands on the first of them. */
export const onChannels = (story: () => ResponderStory) => ({
  async published(room: ReleaseRoom, input: Parameters<ReleaseRoom['draft']>[0]) {
    const draft = await room.through(await room.draft(input));
    await story().responder.verbs['publish-release'](room.id, { draftId: draft.id, version: draft.version }, author);
    return draft;
  },
  wayOf: async (room: ReleaseRoom, draft: { id: string }) =>
    (await room.desk()).drafts.find(({ id }) => id === draft.id)!.dispatches[0]!,
});
