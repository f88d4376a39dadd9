import { z } from 'zod';
import { ruleSource } from '../load.ts';
import { duration } from './clocks.ts';

const id = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const secretName = z
  .string()
  .regex(/^HUIYING_SECRET_[A-Z0-9_]+$/, '须为 HUIYING_SECRET_ 开头的环境变量名，不得写入地址或密钥本身');

/** role@unit; the unit is an id, `owner` = the unit that releases, `*` = any. */
const post = z.string().regex(/^(unit_head|duty_officer|duty_leader|spokesperson|supervisor)@([a-z][a-z0-9_]*|\*)$/);

/** Who a text is for. What is marked for inside never reaches the public. */
export const SCOPES = ['public', 'internal', 'hotline', 'named'] as const;
export type ReleaseScope = (typeof SCOPES)[number];

/** A way a text leaves the house: the unit that keeps the account, and the post that looks at what goes out there. */
const channel = z
  .strictObject({
    id,
    title: z.string().min(1).max(20),
    account: z.string().max(40).optional(),
    owner: z.string(),
    reviewer: post.optional(),
    reaches: z.enum(SCOPES),
    /** webhook: signed JSON to the platform's own system; by_hand: a person publishes and types the link in. */
    way: z.enum(['webhook', 'by_hand']).default('by_hand'),
    targetEnv: secretName.optional(),
    signEnv: secretName.optional(),
  })
  .refine((one) => one.way === 'by_hand' || (one.targetEnv !== undefined && one.signEnv !== undefined), {
    message: '自动推送的渠道须写 targetEnv 和 signEnv：不签名的内容不得外发',
  });
export type ReleaseChannel = z.infer<typeof channel>;

const step = z.strictObject({ id, title: z.string().min(1).max(20), posts: z.array(post).min(1) });
export type ApprovalStep = z.infer<typeof step>;

/** order: all, one after the other; quorum: so many of them; delegate: the first, or another on his written behalf. */
const approval = z
  .strictObject({
    id: z.string().regex(/^A-[a-z]+(-[a-z0-9]+)*$/),
    title: z.string(),
    /** Event levels it is for; absent = all others. */
    levels: z.array(z.enum(['I', 'II', 'III', 'IV'])).optional(),
    method: z.enum(['order', 'quorum', 'delegate']),
    quorum: z.number().int().positive().optional(),
    steps: z.array(step).min(1),
    /** Not signed within so long: told to those of `late`. */
    within: duration,
    late: z.array(post).min(1),
    source: ruleSource,
  })
  .refine((one) => (one.method === 'quorum') === (one.quorum !== undefined), { message: 'quorum 只用于会签，且必填' })
  .refine((one) => (one.quorum ?? 1) <= one.steps.length, { message: '会签人数多于审核岗位数' });
export type ApprovalRule = z.infer<typeof approval>;

/** releases.yaml: where we publish, who must have looked before, and who signs. */
export const releasesSchema = z
  .strictObject({
    /** Inside hosts or networks a channel may reach although they are not public. */
    allowInside: z.array(z.string()).default([]),
    timeoutSeconds: z.number().int().min(1).max(20).default(10),
    retry: z.strictObject({
      first: duration,
      longest: duration,
      attempts: z.number().int().min(1).max(50),
      within: duration,
    }),
    channels: z.array(channel).min(1),
    approvals: z.array(approval).min(1),
    secrecy: z.strictObject({ posts: z.array(post).min(1), source: ruleSource }),
    /** From which level on the head of the unit is the default speaker of a conference. */
    headSpeaks: z.strictObject({ levels: z.array(z.enum(['I', 'II', 'III', 'IV'])), source: ruleSource }),
    /** 去标识化 before publication, and the grounds that lawfully switch it off for named fields. */
    identity: z.strictObject({
      grounds: z.strictObject({
        punishment: z.strictObject({ title: z.string(), source: ruleSource }),
        mandatory: z.strictObject({ title: z.string(), source: ruleSource }),
        not_personal: z.strictObject({ title: z.string(), source: ruleSource }),
      }),
    }),
  })
  .superRefine((book, context) => {
    const complain = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    book.channels.forEach((one, index) => {
      if (book.channels.findIndex((other) => other.id === one.id) !== index)
        complain(['channels', index, 'id'], `渠道编号重复：${one.id}`);
    });
    if (book.approvals.filter((one) => one.levels === undefined).length !== 1)
      complain(['approvals'], '须有且只有一条不写 levels 的审核规则，用于其他级别');
  });
export type ReleasesBook = z.infer<typeof releasesSchema>;
