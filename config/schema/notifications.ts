import { z } from 'zod';
import { ruleSource } from '../load.ts';
import { duration } from './clocks.ts';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时刻写作 09:00');
/** Name of an environment variable (or NAME_FILE): addresses, numbers and keys are never written into the book. */
const secretName = z
  .string()
  .regex(/^HUIYING_SECRET_[A-Z0-9_]+$/, '须为 HUIYING_SECRET_ 开头的环境变量名，不得写入地址或密钥本身');
const id = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

const ROLES = ['handler', 'unit_head', 'duty_officer', 'duty_leader', 'spokesperson', 'supervisor', 'leader'] as const;
const role = z.enum(ROLES);
export const LANES = ['now', 'shift', 'digest'] as const;
const lane = z.enum(LANES);

const common = {
  id: id.refine((name) => name !== 'in_app', 'in_app 为站内消息专用'),
  title: z.string().min(1).max(20),
  enabled: z.boolean().default(false),
};

/** How a notice leaves the house. In-app is always there and needs no row. */
const channel = z.discriminatedUnion('kind', [
  /** serverEnv: smtps://user:password@host:465, or smtp://… with STARTTLS required unless `tls: off`. */
  z.strictObject({
    ...common,
    kind: z.literal('email'),
    serverEnv: secretName,
    fromEnv: secretName,
    tls: z.enum(['required', 'off']).default('required'),
  }),
  z.strictObject({ ...common, kind: z.literal('wecom_robot') }),
  z.strictObject({ ...common, kind: z.literal('dingtalk_robot') }),
  z.strictObject({ ...common, kind: z.literal('feishu_robot') }),
  /** The gateway of the city's own operator, reached by signed JSON over HTTP. */
  z.strictObject({ ...common, kind: z.literal('sms'), gatewayEnv: secretName, signEnv: secretName }),
  z.strictObject({ ...common, kind: z.literal('webhook') }),
]);
export type ChannelConfig = z.infer<typeof channel>;
export type ChannelKind = ChannelConfig['kind'];
export type ChannelOf<K extends ChannelKind> = Extract<ChannelConfig, { kind: K }>;

/** Where a channel reaches one post: a group's robot, a mail box, a list of numbers. */
const target = z.strictObject({
  channel: id,
  role,
  /** Unit id, or '*' for the posts of all units that have no line of their own. */
  unit: z.string().min(1),
  targetEnv: secretName,
  /** Key the message is signed with: 加签 of a robot, HMAC key of a webhook. */
  signEnv: secretName.optional(),
});
export type TargetConfig = z.infer<typeof target>;

const route = z.strictObject({
  id: z.string().regex(/^R-[a-z]+(-[a-z0-9]+)*$/),
  title: z.string(),
  lanes: z.array(lane).min(1),
  roles: z.array(role).min(1),
  /** Absent: any unit. */
  units: z.array(z.string()).min(1).optional(),
  channels: z.array(id).min(1),
});

/** notifications.yaml: which post hears of what by which channel, and when it is left in peace. */
export const notificationsSchema = z
  .strictObject({
    /** Inside hosts or networks a channel may reach although they are not public. */
    allowInside: z.array(z.string()).default([]),
    timeoutSeconds: z.number().int().min(1).max(20).default(10),
    retry: z.strictObject({
      first: duration,
      longest: duration,
      /** Tries of one message in all. */
      attempts: z.number().int().min(1).max(50),
      /** What could not be sent so long after its time is given up: nobody acts on a page of yesterday. */
      within: duration,
    }),
    bundle: z.strictObject({
      /** 本班: one message in so many minutes. */
      shiftMinutes: z.number().int().min(1).max(240),
      /** 次日汇总: one message a day, Asia/Shanghai. */
      digestAt: clockTime,
      /** Matters in one message; more make a second one. */
      most: z.number().int().min(1).max(50).default(20),
    }),
    /** Night rest, Asia/Shanghai; red and grave matters and national deadlines ring all the same. */
    quiet: z.strictObject({ from: clockTime, to: clockTime }),
    /** What one shift can really decide. Shown, never a reason to be silent. */
    budget: z.strictObject({ decisions: z.number().int().min(1), shifts: z.array(clockTime).min(1) }),
    channels: z.array(channel),
    targets: z.array(target),
    routes: z.array(route),
    source: ruleSource,
  })
  .superRefine((book, context) => {
    const complain = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    const kinds = new Map(book.channels.map((one) => [one.id, one.kind]));
    book.channels.forEach((one, index) => {
      if (book.channels.findIndex((other) => other.id === one.id) !== index)
        complain(['channels', index, 'id'], `通道编号重复：${one.id}`);
    });
    const seen = new Set<string>();
    book.targets.forEach((one, index) => {
      const kind = kinds.get(one.channel);
      if (kind === undefined) complain(['targets', index, 'channel'], `没有通道 ${one.channel}`);
      if (kind === 'webhook' && one.signEnv === undefined)
        complain(['targets', index], '通用推送须写 signEnv：不签名的通知不得外发');
      const post = `${one.channel} ${one.role}@${one.unit}`;
      if (seen.has(post)) complain(['targets', index], `去处重复：${post}`);
      seen.add(post);
    });
    book.routes.forEach((one, index) => {
      if (book.routes.findIndex((other) => other.id === one.id) !== index)
        complain(['routes', index, 'id'], `规则编号重复：${one.id}`);
      for (const name of one.channels)
        if (!kinds.has(name)) complain(['routes', index, 'channels'], `没有通道 ${name}`);
    });
  });
export type NotificationsBook = z.infer<typeof notificationsSchema>;
