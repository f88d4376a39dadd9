import { z } from 'zod';
import { ruleSource } from '../load.ts';

const minutes = z
  .number()
  .int()
  .min(1)
  .max(7 * 24 * 60);

/** access.yaml: numbers of the account rules (等保 2.0 S-1, S-2, S-7). */
export const accessSchema = z.strictObject({
  password: z.strictObject({
    minLength: z.number().int().min(8).max(64),
    /** Of lower case, upper case, digits, others. */
    classes: z.number().int().min(1).max(4),
    /** How many earlier passwords may not come back. */
    history: z.number().int().min(0).max(24),
    maxAgeDays: z.number().int().min(1),
    source: ruleSource,
  }),
  login: z.strictObject({
    failures: z.number().int().min(3).max(20),
    lockMinutes: minutes,
    /** Wrong tries one address may make at one account in `windowMinutes`; those beyond are not counted for the address. */
    triesPerAccount: z.number().int().min(1).default(10),
    /** Wrong tries one address may make in `windowMinutes`, at whatever accounts. */
    triesPerAddress: z.number().int().min(1),
    windowMinutes: minutes,
    source: ruleSource,
  }),
  session: z.strictObject({
    idleMinutes: z.strictObject({ admin: minutes, business: minutes, duty: minutes }),
    absoluteMinutes: minutes,
    source: ruleSource,
  }),
  setupLinkMinutes: minutes,
});
export type AccessBook = z.infer<typeof accessSchema>;
