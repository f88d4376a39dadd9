import { z } from 'zod';
import { eventLevel } from '../../analyzer/messages.ts';
import { ruleSource } from '../load.ts';

/**
 * Who is meant, besides a unit id (written `unit:ID`):
 * suggested = the analyzer's lead, else the unit whose topics hold the topic; suggested_co; government = the one of this installation;
 * above = its superior; upper_department = superior of the suggested lead; place_units = districts of the places;
 * office / press / supervision / discipline = the bodies named below.
 */
const selector = z.union([
  z.enum([
    'suggested',
    'suggested_co',
    'government',
    'above',
    'upper_department',
    'place_units',
    'office',
    'press',
    'supervision',
    'discipline',
  ]),
  z.string().regex(/^unit:[a-z][a-z0-9_]*$/),
]);
export type RouteSelector = z.infer<typeof selector>;

/** All given conditions must hold; {} always holds. Numbers are "at least". */
const when = z.strictObject({
  level: z.array(eventLevel).optional(),
  kind: z.array(z.string()).optional(),
  /** True: an event kind is known at all (an emergency, not an everyday matter). */
  emergency: z.boolean().optional(),
  topic: z.array(z.string()).optional(),
  /** Distinct districts the matter lies in. */
  districts: z.number().int().positive().optional(),
  /** Departments that would have to act (lead and co suggestions). */
  departments: z.number().int().positive().optional(),
  /** The suggested lead is under vertical management. */
  vertical: z.boolean().optional(),
  flag: z.array(z.string()).optional(),
});
export type RouteWhen = z.infer<typeof when>;

export interface RouteNode {
  id: string;
  title: string;
  when: RouteWhen;
  lead?: RouteSelector | undefined;
  co?: RouteSelector[] | undefined;
  coordinator?: RouteSelector[] | undefined;
  /** Adds what it names and lets the next sibling match too. */
  continue: boolean;
  routes: RouteNode[];
  source: z.infer<typeof ruleSource>;
}

const node: z.ZodType<RouteNode> = z.lazy(() =>
  z.strictObject({
    id: z.string().regex(/^W-\d{2}[a-z]?$/),
    title: z.string(),
    when,
    lead: selector.optional(),
    co: z.array(selector).optional(),
    coordinator: z.array(selector).optional(),
    continue: z.boolean().default(false),
    routes: z.array(node).default([]),
    source: ruleSource,
  }),
);

/** routing.yaml: an ordered tree, first match wins, children inherit what they do not say, the root is the mandatory fallback. */
export const routingSchema = z
  .strictObject({
    bodies: z.strictObject({ office: z.string(), press: z.string(), supervision: z.string(), discipline: z.string() }),
    /** Kinds of a superior that may itself handle a complaint about its unit. */
    superior_kinds: z.array(z.string()),
    root: node,
  })
  .superRefine((book, context) => {
    if (book.root.lead === undefined || book.root.coordinator === undefined || Object.keys(book.root.when).length > 0)
      context.addIssue({
        code: 'custom',
        path: ['root'],
        message: '根节点是兜底规则：须写 lead 和 coordinator，且 when 为 {}',
      });
    const ids = routeIds(book.root);
    ids
      .filter((id, index) => ids.indexOf(id) !== index)
      .forEach((id) => context.addIssue({ code: 'custom', path: ['root', 'routes'], message: `规则编号重复：${id}` }));
  });
export type RoutingBook = z.infer<typeof routingSchema>;

function routeIds(from: RouteNode): string[] {
  return [from.id, ...from.routes.flatMap(routeIds)];
}
