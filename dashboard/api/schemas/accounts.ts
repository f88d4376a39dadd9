import { z } from 'zod';
import { origin, page, pageQuery, time, unitRef } from './common.ts';
import { role } from './session.ts';

const login = z.string().regex(/^[A-Za-z0-9_.@\-一-龥]{2,64}$/u, '登录名为2至64位的汉字、字母、数字或 _ . - @');

export const account = z
  .object({
    id: z.uuid(),
    login: z.string(),
    name: z.string(),
    unit: unitRef.nullable(),
    roles: z.array(role),
    disabled: z.boolean(),
    lockedUntil: time.nullable(),
    mustChangePassword: z.boolean(),
    origin,
    createdAt: time,
    /** Sent back as `revision` on update; a stale one is a 409. */
    revision: z.number().int(),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof account>;

export const accountsQuery = pageQuery.extend({ unitId: z.string().optional(), role: role.optional() });
export const accountsPage = page(account);

/** The new person gets a one-time password and must change it at the first sign-in. */
export const createAccountRequest = z.strictObject({
  login,
  name: z.string().min(1).max(40),
  unitId: z.string().nullable(),
  roles: z.array(role).min(1),
});
/** `oneTimePassword` is shown once and stored nowhere in the clear. */
export const createdAccount = z.object({ account, oneTimePassword: z.string() }).meta({ id: 'CreatedAccount' });

export const updateAccountRequest = z.strictObject({
  revision: z.number().int(),
  name: z.string().min(1).max(40).optional(),
  unitId: z.string().nullable().optional(),
  roles: z.array(role).min(1).optional(),
  disabled: z.boolean().optional(),
});
