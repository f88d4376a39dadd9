import { z } from 'zod';
import { SOURCE_TYPES } from '../../ingest/messages.ts';

const common = {
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,59}$/),
  name: z.string().min(1),
  /** What its posts are: decides the law and the clock. */
  sourceType: z.enum(SOURCE_TYPES),
  /** Off unless the operator says so: nothing is fetched from an address nobody has looked at. */
  enabled: z.boolean().default(false),
};
const everyMinutes = z.number().int().min(1).max(1440).default(15);

export const sourceSchema = z.discriminatedUnion('kind', [
  /** RSS, Atom or JSON Feed over HTTP, also RSSHub with format=json. */
  z.strictObject({ ...common, kind: z.literal('feed'), url: z.url({ protocol: /^https?$/ }), everyMinutes }),
  /** Files put into a folder (relative to the data folder) by another program; read like `huiying import`. */
  z.strictObject({ ...common, kind: z.literal('folder'), path: z.string().min(1), everyMinutes }),
  /** Pushed to POST /ingest/{id}; the shared secret is in the environment variable named here. */
  z.strictObject({ ...common, kind: z.literal('webhook'), secretEnv: z.string().regex(/^HUIYING_[A-Z0-9_]+$/) }),
  /** newsnow-like hot lists of the operator's own server: titles only, a sign and not an opinion. */
  z.strictObject({
    ...common,
    kind: z.literal('hotlist'),
    baseUrl: z.url({ protocol: /^https?$/ }),
    lists: z.array(z.string().regex(/^[\w-]{1,40}$/)).min(1),
    everyMinutes,
  }),
]);
export type SourceConfig = z.infer<typeof sourceSchema>;
export type SourceOf<K extends SourceConfig['kind']> = Extract<SourceConfig, { kind: K }>;

/** sources.yaml: where posts come from. */
export const sourcesSchema = z
  .strictObject({
    /** Least pause between two requests to one host. */
    paceSeconds: z.number().min(0).max(600).default(5),
    /** Inside hosts or networks that may be fetched from although they are not public. */
    allowInside: z.array(z.string()).default([]),
    sources: z.array(sourceSchema),
  })
  .superRefine((book, context) => {
    const seen = new Set<string>();
    book.sources.forEach(({ id }, index) => {
      if (seen.has(id))
        context.addIssue({ code: 'custom', path: ['sources', index, 'id'], message: `来源编号重复：${id}` });
      seen.add(id);
    });
  });
export type SourcesBook = z.infer<typeof sourcesSchema>;
