import type { KafkaSettings } from '../../../config/engine-settings.ts';
import { AppError } from '../../runtime/errors.ts';
import { knock, speaksTls, type Door } from '../doors.ts';

const SASL_HANDSHAKE = 17;
const NO_SASL_HERE = 34;

/** `SaslHandshake` version 1: a port without login answers ILLEGAL_SASL_STATE, one with it tells its mechanisms. */
function handshake(mechanism: string): Buffer {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(2);
    length.writeInt16BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const header = Buffer.alloc(8);
  header.writeInt16BE(SASL_HANDSHAKE, 0);
  header.writeInt16BE(1, 2);
  header.writeInt32BE(1, 4);
  const body = Buffer.concat([header, text('huiying'), text(mechanism)]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

/** Mechanisms of a port with login, empty for one without; null when this is no such answer. */
export function mechanismsIn(bytes: Buffer): string[] | null {
  try {
    if (bytes.readInt32BE(4) !== 1) return null;
    if (bytes.readInt16BE(8) === NO_SASL_HERE) return [];
    const found: string[] = [];
    let at = 14;
    for (let left = bytes.readInt32BE(10); left > 0; left--) {
      const length = bytes.readInt16BE(at);
      found.push(bytes.toString('utf8', at + 2, at + 2 + length));
      at += 2 + length;
    }
    return found.length > 0 ? found : null;
  } catch {
    return null; // shorter than such an answer
  }
}

/**
 * What is surely wrong between the settings and the port behind an address; null when nothing is, or nobody answers.
 * kafkajs sees only a connection that is cut, and waiting would not help.
 */
export async function wrongDoor({ brokers, tls, sasl }: KafkaSettings): Promise<AppError | null> {
  const doors = brokers.map(doorOf);
  const words = handshake(sasl === null ? 'NONE' : sasl.mechanism.toUpperCase());
  for (const door of doors) {
    const secure = await speaksTls(door, words);
    if (secure === null) continue;
    const place = `Kafka（${door.host}:${door.port}）`;
    if (secure && tls === null)
      return wrong(`${place}的端口使用 TLS，而 KAFKA_TLS 为 off：请设 KAFKA_TLS=on，或改用明文端口。`);
    if (!secure && tls !== null)
      return wrong(`${place}的端口是明文，而 KAFKA_TLS 为 on：请改用 TLS 端口，或设 KAFKA_TLS=off。`);
    const offered = mechanismsIn((await knock(door, words, secure)).bytes);
    return offered === null ? null : wrongLogin(place, sasl, offered);
  }
  return null;
}

/**
 * Tries; what fails for the kind of the port is told as 'misconfigured' with the setting to change. A broker that is
 * away or starting answers nothing, so it stays an outage.
 * @throws AppError
 */
export async function atRightDoor<R>(settings: KafkaSettings, attempt: () => Promise<R>): Promise<R> {
  try {
    return await attempt();
  } catch (error) {
    const unclear = error instanceof AppError && error.code === 'unavailable';
    throw (unclear && (await wrongDoor(settings))) || error;
  }
}

function wrongLogin(place: string, sasl: KafkaSettings['sasl'], offered: string[]): AppError | null {
  if (sasl === null)
    return offered.length === 0
      ? null
      : wrong(
          `${place}的端口要求登录（${offered.join('、')}），而 KAFKA_SASL 为 off：请设 KAFKA_SASL、KAFKA_USERNAME、KAFKA_PASSWORD。`,
        );
  if (offered.length === 0)
    return wrong(
      `${place}的端口不要登录，而 KAFKA_SASL 为 ${sasl.mechanism}：请改用要求登录（SASL）的端口，或设 KAFKA_SASL=off。`,
    );
  if (offered.includes(sasl.mechanism.toUpperCase())) return null;
  return wrong(`${place}不提供 KAFKA_SASL 所设的 ${sasl.mechanism}，只提供 ${offered.join('、')}：请改设 KAFKA_SASL。`);
}

const wrong = (message: string): AppError => new AppError('misconfigured', message);

function doorOf(broker: string): Door {
  const at = broker.lastIndexOf(':');
  return { host: broker.slice(0, at).replace(/^\[|\]$/gu, ''), port: Number(broker.slice(at + 1)) };
}
