import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** An address somebody listens at. */
export interface Door {
  host: string;
  port: number;
}

/** What came back to our first words; `opened`: the connection, or with `secure` the TLS handshake, came about. */
export interface Answer {
  opened: boolean;
  bytes: Buffer;
}

const LIMIT_MS = 2_000;
/** First byte of a TLS alert: how a TLS port answers plain words. */
const TLS_ALERT = 0x15;

/**
 * Knocks once, only to tell one kind of port from another: certificates are not checked and nothing secret is said.
 * Never rejects; at the latest after two seconds it answers what it has.
 */
export function knock({ host, port }: Door, words: Buffer, secure: boolean): Promise<Answer> {
  return new Promise((resolve) => {
    const answer: Answer = { opened: false, bytes: Buffer.alloc(0) };
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const speak = (): void => {
      answer.opened = true;
      socket.write(words);
    };
    const socket: Socket = secure
      ? connectTls({ host, port, ...servername, rejectUnauthorized: false }, speak)
      : connectTcp({ host, port }, speak);
    const done = (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(LIMIT_MS, done);
    const late = setTimeout(done, LIMIT_MS);
    socket.once('data', (bytes: Buffer) => {
      answer.bytes = bytes;
      done();
    });
    // It refuses us in the words of TLS, for want of a certificate: so it speaks it.
    socket.on('error', (error) => (answer.opened ||= secure && /alert/u.test(error.message)));
    socket.once('close', () => {
      clearTimeout(late);
      done();
    });
  });
}

/** Whether TLS is spoken at a door; null when nobody can be reached there, or it cannot be told. */
export async function speaksTls(door: Door, words: Buffer): Promise<boolean | null> {
  const [plain, secure] = await Promise.all([knock(door, words, false), knock(door, words, true)]);
  if (secure.opened) return true;
  if (!plain.opened || plain.bytes.length === 0) return null;
  return plain.bytes[0] === TLS_ALERT;
}
