import { z } from 'zod';
import { ruleSource } from '../load.ts';

const key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
/** A regular expression over one sentence; must compile. */
const pattern = z
  .string()
  .min(1)
  .refine((text) => compiles(text), '不是有效的正则表达式');
const patterns = z.array(pattern).min(1);
const hours = z.number().int().positive();

/** wording.yaml: which words make an answer empty, which state a cause, which promise; and a few numbers of rumours and reminders. */
export const wordingSchema = z.strictObject({
  /** 答非所问的套话. `alone`: only where nothing concrete stands in the text. */
  evasive: z
    .array(z.strictObject({ pattern, alone: z.boolean().default(false), why: z.string(), source: ruleSource }))
    .min(1),
  /** A sentence that tells something that was done or decided. */
  concrete: patterns,
  /** 事实、政策、结果: what a part must contain to be one. */
  parts: z.strictObject({
    facts: z.strictObject({ signs: patterns, source: ruleSource }),
    policy: z.strictObject({ signs: patterns, source: ruleSource }),
    result: z.strictObject({ signs: patterns, source: ruleSource }),
  }),
  /** 慎报原因: words that state a cause or who is to blame. */
  cause: z.strictObject({ patterns, except: patterns, source: ruleSource }),
  /** 照抄: a sentence of so many characters that was said before; alike when so great a part of its shingles is the same. */
  copied: z.strictObject({
    minLength: z.number().int().min(8),
    shingle: z.number().int().min(2),
    share: z.number().gt(0).max(1),
    /** How many answers to other tickets are looked through, the newest first. */
    lookBack: z.number().int().positive(),
    /** Set phrases everybody may use. */
    courtesy: patterns,
    source: ruleSource,
  }),
  promises: z.strictObject({
    /** A verb that promises; beside it a date. */
    signs: patterns,
    /** Promises without a date. */
    vague: patterns,
    /** Told so many hours before the due time, and when it has passed. */
    warnHours: hours,
    source: ruleSource,
  }),
  asks: z.strictObject({
    /** Why something the public asks is not answered now. */
    reasons: z.array(z.strictObject({ key, title: z.string() })).min(1),
    /** Sentences of posts that ask for something, shown beside 公众诉求: by which words, how many. */
    heard: z.strictObject({ signs: patterns, most: z.number().int().positive(), source: ruleSource }),
    source: ruleSource,
  }),
  media: z.strictObject({ warnHours: hours, source: ruleSource }),
  rumours: z.strictObject({
    /** Equal windows before and after the clarification. */
    reachHours: hours,
    /** Flaring up: within so many hours at least so many new posts, and so many times as many as in the hours before. */
    flareHours: hours,
    flareMinNew: z.number().int().positive(),
    flareFactor: z.number().gt(1),
    source: ruleSource,
  }),
  /** Kinds of event that are warned of when closed without a release of the result. */
  resultRelease: z.strictObject({ kinds: z.array(z.string()), topics: z.array(z.string()), source: ruleSource }),
});
export type WordingBook = z.infer<typeof wordingSchema>;

function compiles(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== '';
  } catch {
    return false;
  }
}
