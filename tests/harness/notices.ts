import { shippedConfigFolder } from '../../config/load.ts';
import { notificationsSchema, type NotificationsBook } from '../../config/schema/notifications.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { loadResponderBooks, type ResponderBooks } from '../../responder/index.ts';
import { notify, type Notice } from '../../responder/notifications/ledger.ts';
import type { DeliveryView } from '../../responder/queries/deliveries.ts';
import { httpServer, type Arrived, type MessageServer } from './message-servers.ts';
import { duty, responderStory, type ResponderStory } from './responder.ts';

/** Key of the robot that has one in its address, and of the one that is signed. */
export const TOKEN = 'wecom-token-0000000001';
export const GROUP_KEY = 'SECgroup000000001';

/** A responder with real servers outside: 值班群 by 企业微信, 短信 through the city's gateway, 应急局's own group by 钉钉. */
export interface NoticeHouse {
  wecom: MessageServer<Arrived>;
  sms: MessageServer<Arrived>;
  group: MessageServer<Arrived>;
  env: Record<string, string>;
  story: ResponderStory;
  books(change?: (book: NotificationsBook) => void): ResponderBooks;
  /** A new database at a Shanghai time; the servers are awake and empty. */
  begin(at: string, change?: (book: NotificationsBook) => void): Promise<void>;
  /** Clock to this time, then one sweep and one round of sending. */
  at(time: string): Promise<void>;
  /** Ledger rows of the inbox, for the duty officer unless told otherwise. */
  tell(...notices: (Partial<Notice> & { reason: string })[]): Promise<unknown>;
  ledger(actor?: Actor): Promise<DeliveryView[]>;
  states(): Promise<string[]>;
  close(): Promise<unknown>;
}

export async function noticeHouse(): Promise<NoticeHouse> {
  const [wecom, sms, group] = await Promise.all([
    robot(),
    httpServer((how) => ({ status: { accept: 200, busy: 503, refuse: 403 }[how], body: {} })),
    robot(),
  ]);
  const servers = [wecom, sms, group];
  const house: NoticeHouse = {
    ...{ wecom, sms, group, env: {}, story: undefined as unknown as ResponderStory, books },
    async begin(at, change) {
      for (const server of servers) Object.assign(server, { behaviour: 'accept', arrived: [] });
      Object.assign(house.env, addresses(wecom.port, sms.port, group.port));
      const options = { env: house.env, books: books(change), publicOrigin: 'https://huiying.example' };
      house.story = await responderStory(at, options);
    },
    async at(time) {
      await house.story.until(time);
      await house.story.responder.sweep();
      await house.story.responder.notices.deliver();
    },
    tell: (...notices) => house.story.kernel.transact((unit) => notify(unit.tx, notices.map(completed), unit.now)),
    ledger: async (actor = duty) => (await house.story.responder.queries.deliveries(actor, { limit: 200 })).items,
    states: async () => (await house.ledger()).map(({ state }) => state),
    close: () => Promise.all(servers.map((server) => server.close())),
  };
  return house;
}

/** What people read, text messages with their number in front. */
export const words = ({ arrived }: MessageServer<Arrived>): string[] =>
  arrived.map(({ body }) => {
    const read = JSON.parse(body) as { text: string | { content: string }; phones?: string[] };
    const text = typeof read.text === 'string' ? read.text : read.text.content;
    return `${read.phones ? `${read.phones.join()} ` : ''}${text}`;
  });

const completed = (notice: Partial<Notice> & { reason: string }): Notice => ({
  ...{ recipients: ['duty_officer@*'], origin: 'live', lane: 'now', why: '缘由', text: '标题', matter: 'warning' },
  ...notice,
});

const robot = (): Promise<MessageServer<Arrived>> =>
  httpServer((how) => ({
    status: how === 'busy' ? 503 : 200,
    body: { errcode: how === 'refuse' ? 93000 : 0, errmsg: `key=${TOKEN}` },
  }));

const target = (channel: string, role: string, unit: string, name: string) => ({
  ...{ channel, role, unit },
  targetEnv: `HUIYING_SECRET_${name}`,
});

const addresses = (wecom: number, sms: number, group: number) => ({
  HUIYING_SECRET_WECOM_DUTY: `http://127.0.0.1:${wecom}/cgi-bin/webhook/send?key=${TOKEN}`,
  HUIYING_SECRET_SMS_GATEWAY: `http://127.0.0.1:${sms}/send`,
  HUIYING_SECRET_SMS_KEY: 'sms-key-0001',
  HUIYING_SECRET_SMS_DUTY: '13800000001',
  HUIYING_SECRET_SMS_DUTY_LEADER: '13800000002',
  HUIYING_SECRET_SMS_LEADER: '13800000003',
  HUIYING_SECRET_SMS_HEAD: '13800000004',
  HUIYING_SECRET_GROUP: `http://127.0.0.1:${group}/robot/send?access_token=t0000000000001`,
  HUIYING_SECRET_GROUP_KEY: GROUP_KEY,
});

function books(change: (book: NotificationsBook) => void = () => undefined): ResponderBooks {
  const all = loadResponderBooks(shippedConfigFolder());
  const { notifications: shipped } = all;
  const bundled = { id: 'R-shift', title: '本班', lanes: ['shift'], roles: ['duty_officer', 'handler'] };
  const book = notificationsSchema.parse({
    ...{ ...shipped, allowInside: ['127.0.0.1'], timeoutSeconds: 5 },
    channels: shipped.channels.map((one) => ({ ...one, enabled: ['wecom', 'sms', 'dingtalk'].includes(one.id) })),
    routes: [
      ...shipped.routes.filter(({ id }) => id.startsWith('R-now')),
      { ...bundled, channels: ['wecom', 'dingtalk'] },
      { id: 'R-digest', title: '汇总', lanes: ['digest'], roles: ['duty_officer'], channels: ['wecom'] },
    ],
    targets: [
      target('wecom', 'duty_officer', '*', 'WECOM_DUTY'),
      target('sms', 'duty_officer', '*', 'SMS_DUTY'),
      target('sms', 'duty_leader', '*', 'SMS_DUTY_LEADER'),
      target('sms', 'leader', '*', 'SMS_LEADER'),
      target('sms', 'unit_head', 'emergency', 'SMS_HEAD'),
      { ...target('dingtalk', 'handler', 'emergency', 'GROUP'), signEnv: 'HUIYING_SECRET_GROUP_KEY' },
    ],
  });
  change(book);
  return { ...all, notifications: book };
}
