import { z } from 'zod';

/** Kinds that carry a rule: only `lead_body` may supervise; `discipline` and a unit's superior take complaints about the unit. */
export const UNIT_KINDS = [
  'government',
  'lead_body',
  'department',
  'vertical',
  'district',
  'town',
  'hotline',
  'petition',
  'press',
  'discipline',
  'utility',
] as const;

export const unitSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/),
  name: z.string(),
  /** Other names seen in texts: 简称, former names, common speech. */
  aliases: z.array(z.string()).default([]),
  kind: z.enum(UNIT_KINDS),
  /** Superior in the tree; a vertical unit's superior stands above the city (W-03). */
  superior: z.string().nullable(),
  /** Jurisdiction code the unit works for. */
  jurisdiction: z.string(),
  /** Topic keys it answers for first, in the labelling guide's spelling. */
  topics: z.array(z.string()).default([]),
  /** 督查室: oversees like a lead body, holds to account, stands in for an accused one; it neither assigns nor issues 督办单. */
  supervises_only: z.boolean().optional(),
});
export type Unit = z.infer<typeof unitSchema>;

/** departments.yaml: the organisation tree of the installation. */
export const departmentsSchema = z
  .strictObject({ units: z.array(unitSchema).min(1), fallback: z.string() })
  .superRefine((book, context) => {
    const ids = new Set<string>();
    book.units.forEach((unit, index) => {
      if (ids.has(unit.id))
        context.addIssue({ code: 'custom', path: ['units', index, 'id'], message: `单位编号重复：${unit.id}` });
      ids.add(unit.id);
    });
    book.units.forEach((unit, index) => {
      if (unit.superior !== null && !ids.has(unit.superior)) {
        context.addIssue({
          code: 'custom',
          path: ['units', index, 'superior'],
          message: `没有编号为 ${unit.superior} 的上级单位`,
        });
      }
    });
    if (!ids.has(book.fallback))
      context.addIssue({ code: 'custom', path: ['fallback'], message: `没有编号为 ${book.fallback} 的兜底单位` });
  });
export type DepartmentsBook = z.infer<typeof departmentsSchema>;
