import { z } from 'zod';
import { origin, time, unitRef } from './common.ts';

export const ROLES = [
  'duty_officer',
  'duty_leader',
  'handler',
  'unit_head',
  'spokesperson',
  'leader',
  'supervisor',
  'evaluator',
  'system_admin',
  'security_admin',
  'audit_admin',
] as const;
export const role = z.enum(ROLES);

export const signInRequest = z.strictObject({ login: z.string().min(1).max(64), password: z.string().min(1).max(200) });

/** Who is signed in and what the screen may show. `mayDo` lists operation ids (operationId of the OpenAPI document). */
export const me = z
  .object({
    id: z.string(),
    login: z.string(),
    name: z.string(),
    unit: unitRef.nullable(),
    roles: z.array(role),
    origin,
    /** Only changing the password (and signing out) is possible until it is done. */
    mustChangePassword: z.boolean(),
    sessionEndsAt: time,
    /** Minutes without any request after which the session ends. */
    idleMinutes: z.number(),
    /** May see all tickets (false: only those of the own unit). */
    seesEverything: z.boolean(),
    mayDo: z.array(z.string()),
    serverTime: time,
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof me>;

export const changePasswordRequest = z.strictObject({
  current: z.string().min(1).max(200),
  next: z.string().min(1).max(200),
});

/** GET /setup: open while there is no administrator yet. */
export const setupState = z.object({ open: z.boolean(), expiresAt: time.nullable() }).meta({ id: 'SetupState' });
const newAdmin = z.strictObject({
  login: z.string().regex(/^[A-Za-z0-9_.@\-一-龥]{2,64}$/u, '登录名为2至64位的汉字、字母、数字或 _ . - @'),
  name: z.string().min(1).max(40),
  password: z.string().min(1).max(200),
  passwordAgain: z.string().min(1).max(200),
});
/** POST /setup: the three administrators at once, three different people. */
export const setupRequest = z.strictObject({
  token: z.string().min(20).max(200),
  systemAdmin: newAdmin,
  securityAdmin: newAdmin,
  auditAdmin: newAdmin,
});
