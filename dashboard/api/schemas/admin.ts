import { z } from 'zod';
import { UNIT_KINDS } from '../../../config/schema/departments.ts';
import { flag, page, pageQuery, time, unitRef } from './common.ts';

export const unitView = z
  .object({ id: z.string(), name: z.string(), kind: z.enum(UNIT_KINDS), superior: z.string().nullable() })
  .meta({ id: 'UnitView' });
export const unitsList = z.object({ items: z.array(unitView) });

/** People one may choose in a form (second confirmer, recipient). */
export const userView = z
  .object({
    ...{ id: z.uuid(), name: z.string(), unit: unitRef.nullable() },
    leadsPlace: z.boolean().describe('市领导、牵头单位领导：可向其呈阅'),
  })
  .meta({ id: 'UserView' });
export const usersQuery = z.object({ unitId: z.string().optional() });
export const usersList = z.object({ items: z.array(userView) });

export const sourceView = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    state: z.enum(['ok', 'late', 'failing', 'off', 'new']),
    lastSuccessAt: time.nullable(),
    lastAttemptAt: time.nullable(),
    nextAttemptAt: time.nullable(),
    lastNewAt: time.nullable(),
    /** Failures in a row. */
    errors: z.number().int(),
    error: z.string().nullable(),
  })
  .meta({ id: 'SourceView' });
export const sourcesList = z.object({ items: z.array(sourceView), serverTime: time });

export const rulebookView = z.object({ name: z.string(), bytes: z.number().int() }).meta({ id: 'RulebookView' });
export const rulebooksList = z.object({ items: z.array(rulebookView) });
export const rulebookText = z.object({ name: z.string(), text: z.string() });

export const parkedView = z
  .object({
    id: z.string(),
    topic: z.string(),
    group: z.string(),
    reason: z.string(),
    detail: z.string(),
    at: time,
    state: z.enum(['parked', 'replayed', 'dropped']),
  })
  .meta({ id: 'ParkedView' });
export const parkedPage = page(parkedView);

export const auditQuery = pageQuery.extend({
  actor: z.string().optional(),
  action: z.string().optional(),
  subjectId: z.string().optional(),
  from: time.optional(),
  to: time.optional(),
  failed: flag.optional(),
});
export const auditView = z
  .object({
    id: z.string(),
    /** Position in the chain, null until sealed. */
    sequence: z.number().int().nullable(),
    at: time,
    actor: z.object({ id: z.string(), name: z.string(), unitId: z.string().nullable() }),
    action: z.string(),
    subject: z.object({ kind: z.string(), id: z.string() }),
    detail: z.record(z.string(), z.unknown()),
    success: z.boolean(),
  })
  .meta({ id: 'AuditView' });
export const auditPage = page(auditView);
export const auditVerdict = z
  .object({ ok: z.boolean(), checked: z.number().int(), brokenAt: z.number().int().nullable(), message: z.string() })
  .meta({ id: 'AuditVerdict' });

/** What the system administrator sees of the settings; secrets never appear. */
export const settingsView = z
  .object({ items: z.array(z.object({ name: z.string(), value: z.string(), meaning: z.string() })) })
  .meta({ id: 'SettingsView' });
