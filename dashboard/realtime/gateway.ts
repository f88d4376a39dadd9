import type { Server as HttpServer } from 'node:http';
import { Server, type ServerOptions, type Socket } from 'socket.io';
import type { Logger } from '../../platform/runtime/log.ts';
import type { AccountsContext } from '../accounts/accounts-context.ts';
import { scopeOf, type KindOf } from '../accounts/scope.ts';
import { liveSessions, readSession, sessionHash } from '../accounts/sessions.ts';
import { sessionToken } from '../api/cookies.ts';
import { isOwnOrigin } from '../api/same-origin.ts';
import { ENTITIES, SESSION_ENDED, SOCKET_PATH, type Hint } from '../api/schemas/hints.ts';
import { roomOf } from './audience.ts';
import { createPacer } from './pacer.ts';

/** A session that ended is noticed within this time. */
const RECHECK_MS = 2_000;
/** Clients say nothing but the protocol's own pings. */
const MAX_FRAME_BYTES = 2_048;

export interface GatewayOptions {
  accounts: AccountsContext;
  log: Logger;
  publicOrigins: readonly string[];
  kindOf: KindOf;
  /** Carries hints to the sockets of other processes. Absent: there are none. */
  fanOut?: FanOut;
}

/** What several dashboard processes hear each other by; best effort. */
export interface FanOut {
  adapter: ServerOptions['adapter'];
  /** Hints may have been lost, for sockets here or for those everywhere, and cross again. */
  onReturn(listener: (reach: 'here' | 'everywhere') => void): void;
}

export interface Gateway {
  attach(server: HttpServer): void;
  tell(rooms: readonly string[], hint: Hint): void;
  start(): void;
  stop(): Promise<void>;
}

/** socket.io server that only ever sends hints; who may hear which is decided by room. */
export function createGateway(options: GatewayOptions): Gateway {
  const io = openServer(options);
  options.fanOut?.onReturn((reach) => refetchAll(reach === 'here' ? io.local : io));
  const pacer = createPacer((room, hint) => io.to(room).emit('hint', hint));
  let recheck: { stop(): void } | null = null;
  return {
    attach: (server) => void io.attach(server),
    tell: (rooms, hint) => rooms.forEach((room) => pacer.add(room, hint)),
    start: () => void (recheck ??= recheckSessions(io, options)),
    async stop() {
      recheck?.stop();
      pacer.stop();
      // Those of other processes stay.
      io.local.disconnectSockets(true);
      // The HTTP server belongs to the process; closing the engine ends only the sockets.
      io.engine?.close();
      await io.of('/').adapter.close();
    },
  };
}

function openServer(options: GatewayOptions): Server {
  const io = new Server({
    ...(options.fanOut && { adapter: options.fanOut.adapter }),
    path: SOCKET_PATH,
    serveClient: false,
    transports: ['websocket'],
    maxHttpBufferSize: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    httpCompression: false,
    connectTimeout: 5_000,
    allowRequest: (request, decide) => decide(null, isOwnOrigin(request.headers, options.publicOrigins)),
  });
  io.use((socket, next) => {
    admit(socket, options).then(
      () => next(),
      (error: unknown) => next(asError(error)),
    );
  });
  // Nothing a client could say has a meaning here.
  io.on('connection', (socket) => socket.onAny(() => socket.disconnect(true)));
  return io;
}

/** Names nothing, so everyone may hear it: the pages ask again for what they show. */
function refetchAll(sockets: Pick<Server, 'emit'>): void {
  for (const entity of ENTITIES) sockets.emit('hint', { entity, id: '*', revision: 0 } satisfies Hint);
}

interface SocketData {
  hash: string;
}

/** Joins the one room of this person. @throws Error with words the client may show. */
async function admit(socket: Socket, { accounts, kindOf }: GatewayOptions): Promise<void> {
  const { request } = socket;
  const token = sessionToken(request.headers.cookie);
  const viewer = token === null ? null : await readSession(accounts, sessionHash(accounts, token));
  if (viewer === null || viewer.mustChange) throw new Error('not_signed_in');
  const { user } = viewer;
  const scope = scopeOf({ roles: user.roles, unitId: user.unit_id }, kindOf);
  const room = roomOf(scope, user.unit_id, user.origin);
  (socket.data as SocketData).hash = viewer.sessionHash;
  if (room !== null) await socket.join(room);
}

/** Ends the sockets of sessions that were signed out, revoked, ran out or lost their account. */
function recheckSessions(io: Server, { accounts, log }: GatewayOptions): { stop(): void } {
  const check = async (): Promise<void> => {
    const sockets = [...io.of('/').sockets.values()];
    if (sockets.length === 0) return;
    const alive = await liveSessions(accounts, [...new Set(sockets.map((socket) => (socket.data as SocketData).hash))]);
    for (const socket of sockets) {
      if (alive.has((socket.data as SocketData).hash)) continue;
      socket.emit(SESSION_ENDED);
      socket.disconnect(true);
    }
  };
  const timer = setInterval(() => {
    check().catch((error: unknown) => log.warn({ err: error }, 'could not recheck the sessions of sockets'));
  }, RECHECK_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
