import { z } from 'zod';
import { eventLevel } from '../../analyzer/messages.ts';
import { ruleSource } from '../load.ts';

/** What a criterion counts. `injuries` appears only in reference tables: 受伤 is never 重伤. */
export const LEVEL_MEASURES = [
  'deaths',
  'serious_injuries',
  'injuries',
  'poisoned',
  'evacuated',
  'direct_loss_yuan',
  'participants',
  'magnitude_dense',
  'magnitude_other',
] as const;
const measure = z.enum(LEVEL_MEASURES);
export type LevelMeasure = z.infer<typeof measure>;

/** [from] or [from, below]: the lower number belongs to the level, the upper one does not (国务院令第493号 art. 45: 以上含本数，以下不含). */
const band = z.union([z.tuple([z.number()]), z.tuple([z.number(), z.number()])]);

/** One row of rules.md §4.1: bands of one measure, Ⅰ highest. A level without a band cannot be reached by this row. */
const bandCriterion = z
  .strictObject({
    measure,
    I: band.optional(),
    II: band.optional(),
    III: band.optional(),
    IV: band.optional(),
    /** When this row rests on another paper than its kind. */
    source: ruleSource.optional(),
  })
  .superRefine((row, context) => {
    const given = (['I', 'II', 'III', 'IV'] as const).filter((level) => row[level] !== undefined);
    given.forEach((level, index) => {
      const own = row[level]!;
      const above = given[index - 1];
      if (own.length === 2 && own[1] <= own[0])
        context.addIssue({ code: 'custom', path: [level], message: '区间上限须大于下限（下限含本数，上限不含本数）' });
      if (above !== undefined && own[1] !== row[above]![0])
        context.addIssue({
          code: 'custom',
          path: [level],
          message: `${level} 级上限须等于 ${above} 级下限，不得留空档或重叠`,
        });
    });
  });

/** Several conditions that must hold together, e.g. food: ≥100 ill and any death. */
const combinedCriterion = z.strictObject({
  level: eventLevel,
  all: z.array(z.strictObject({ measure, from: z.number() })).min(2),
  source: ruleSource.optional(),
});
const criterion = z.union([bandCriterion, combinedCriterion]);
export type LevelCriterion = z.infer<typeof criterion>;

/** Criteria a machine cannot read from numbers; shown beside the suggestion for the person who decides. */
const qualitative = z.strictObject({ level: eventLevel.nullable(), text: z.string(), source: ruleSource.optional() });

export const levelKindSchema = z.strictObject({
  id: z.string().regex(/^T-/),
  kind: z.string().regex(/^[a-z_]+$/),
  name: z.string(),
  /** Other words for the kind, for screens and search. */
  covers: z.array(z.string()).default([]),
  layer: z.enum(['national', 'province', 'city', 'unit']),
  /** 突发事件应对法 art. 3: only natural disasters, accidents and public-health events have a level. false = reference values, never set by machine. */
  statutory: z.boolean(),
  /** 失踪 counts as death for the level (earthquake, geology, disaster relief only). */
  missing_counts: z.boolean().default(false),
  /** 中毒 counts as serious injury (industrial accidents only). */
  poisoned_is_serious: z.boolean().default(false),
  criteria: z.array(criterion),
  qualitative: z.array(qualitative).default([]),
  source: ruleSource,
});
export type LevelKind = z.infer<typeof levelKindSchema>;

/** A stricter or local table laid over a national one; works only when active. */
export const levelVariantSchema = z.strictObject({
  id: z.string().regex(/^T-/),
  kind: z.string(),
  name: z.string(),
  layer: z.enum(['province', 'city', 'unit']),
  active: z.boolean(),
  /** Only for events with this mark, e.g. school. */
  flag: z.enum(['school', 'major_event']).nullable().default(null),
  criteria: z.array(criterion),
  source: ruleSource,
});
export type LevelVariant = z.infer<typeof levelVariantSchema>;

/** event-levels.yaml: thresholds for a *suggested* level; a person confirms. */
export const eventLevelsSchema = z
  .strictObject({ kinds: z.array(levelKindSchema).min(1), variants: z.array(levelVariantSchema).default([]) })
  .superRefine((book, context) => {
    const kinds = new Set<string>();
    const ids = new Set<string>();
    book.kinds.forEach((row, index) => {
      if (kinds.has(row.kind))
        context.addIssue({ code: 'custom', path: ['kinds', index, 'kind'], message: `事件类型重复：${row.kind}` });
      kinds.add(row.kind);
    });
    book.variants.forEach((row, index) => {
      if (!kinds.has(row.kind))
        context.addIssue({ code: 'custom', path: ['variants', index, 'kind'], message: `没有事件类型 ${row.kind}` });
    });
    [...book.kinds, ...book.variants].forEach((row) => {
      if (ids.has(row.id)) context.addIssue({ code: 'custom', path: ['kinds'], message: `规则编号重复：${row.id}` });
      ids.add(row.id);
    });
  });
export type EventLevelsBook = z.infer<typeof eventLevelsSchema>;
