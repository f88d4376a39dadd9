import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Kafka, logLevel, type ISocketFactory, type logCreator, type SASLOptions } from 'kafkajs';
import type { KafkaSettings } from '../../../config/engine-settings.ts';
import type { Logger } from '../../runtime/log.ts';
import { mendKafkajs } from './kafkajs-faults.ts';

/** How kafkajs repeats one request before it gives up; whoever asked repeats with a new client. About 5 s in all. */
export const RETRY = { initialRetryTime: 100, multiplier: 2, maxRetryTime: 1_000, retries: 7 };

export interface KafkaClient {
  kafka: Kafka;
  /** Ends its connections at once and lets it open no more: nothing of it reaches a broker afterwards. */
  cut(): void;
}

/** One client for one purpose, with connections of its own. Connects to nobody yet. */
export function newClient(settings: KafkaSettings, log: Logger): KafkaClient {
  mendKafkajs();
  const sockets = new Set<Socket>();
  let dead = false;
  const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    if (dead) throw new Error('this client was given up');
    const socket = ssl
      ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }), ...ssl }, onConnect)
      : connectTcp({ host, port }, onConnect);
    sockets.add(socket.setKeepAlive(true, 60_000).setNoDelay(true));
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const { tls } = settings;
  const kafka = new Kafka({
    clientId: 'huiying',
    brokers: settings.brokers,
    ...{ connectionTimeout: 3_000, authenticationTimeout: 5_000, requestTimeout: 15_000, enforceRequestTimeout: true },
    retry: { ...RETRY, restartOnFailure: async () => false },
    ...(tls && {
      ssl: { ...(tls.ca && { ca: [tls.ca] }), ...(tls.cert && { cert: tls.cert }), ...(tls.key && { key: tls.key }) },
    }),
    ...(settings.sasl && { sasl: settings.sasl as SASLOptions }),
    socketFactory,
    logLevel: log.isLevelEnabled('debug') ? logLevel.INFO : logLevel.WARN,
    logCreator: intoOurLog(log),
  });
  const cut = (): void => {
    dead = true;
    for (const socket of sockets) socket.destroy(new Error('this client was given up'));
  };
  return { kafka, cut };
}

/** We limit the retries knowingly: after them the whole producer is replaced. */
const EXPECTED = ['Limiting retries for the idempotent producer'];
/** They tell every try of a connection, and every end of a consumer; whoever wanted it tells once. */
const REPEATED = ['Connection', 'BrokerPool', 'Consumer'];
/** What a restarting broker answers, to every request anew. */
const PASSING =
  /coordinator|not aware|rebalanc|closed connection|timed out|leader|connection error|disconnected|given up/iu;

/** One step quieter: what is an error to kafkajs is repeated by us. Texts of messages are never in there. */
function intoOurLog(log: Logger): logCreator {
  return () =>
    ({ level, namespace, log: { message, error, groupId, broker, topic, partition } }) => {
      if (EXPECTED.some((text) => message.startsWith(text))) return;
      const fields = { kafkajs: namespace, groupId, broker, topic, partition, error: error as unknown };
      if (REPEATED.includes(namespace) || PASSING.test(`${message} ${String(error)}`)) log.debug(fields, message);
      else if (level === logLevel.ERROR) log.warn(fields, message);
      else if (level === logLevel.WARN) log.info(fields, message);
      else log.debug(fields, message);
    };
}
