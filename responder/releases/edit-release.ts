import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { asideInput, defineVerb, type VerbContext } from '../tickets/act.ts';
import { changedParts, type Content } from './content.ts';
import { checkContent, contentFields, contentOf, insertVersion } from './draft-release.ts';
import { lockPaper, refuseOtherUnit, refuseUnless } from './paper.ts';

export const atVersion = { draftId: z.uuid(), version: z.number().int().positive() };

export const editReleaseInput = z.strictObject({
  ...asideInput,
  ...atVersion,
  ...Object.fromEntries(Object.entries(contentFields).map(([name, field]) => [name, field.optional()])),
}) as z.ZodType<EditInput, EditInput>;
type Fields = { [Name in keyof typeof contentFields]?: z.output<(typeof contentFields)[Name]> | undefined };
type EditInput = Fields & { draftId: string; version: number; idempotencyKey?: string | undefined };

/** 修改发布稿: always a new version. What was judged, approved and reviewed before is gone with the old one. */
export const editRelease = defineVerb('edit-release', editReleaseInput, async (context) => {
  const { tx, ticket, input, actor, books } = context;
  const { draft, content, signatures } = await lockPaper(tx, ticket.id, input);
  await refuseUnless(tx, draft, 'drafting', 'submitted');
  refuseOtherUnit(draft, actor, ticket, books.units);
  const next = merged(content, input);
  const changed = changedParts(content, next);
  if (changed.length === 0) throw new AppError('precondition_failed', '没有任何改动');
  checkContent(context, next);
  await writeVersion(context, draft.id, draft.kind, draft.version + 1, next);
  const isVoid = signatures.length > 0 || draft.state === 'submitted';
  return {
    entry: {
      text: `修改发布稿《${next.title}》为第${draft.version + 1}版${isVoid ? '，此前的送审和审核作废' : ''}`,
      payload: { draftId: draft.id, version: draft.version + 1, changed },
    },
  };
});

function merged(before: Content, input: Fields): Content {
  const { fact_lines: factLines, planned_at: planned, ...rest } = before;
  const given = Object.fromEntries(
    Object.entries(input).filter(([name, value]) => name in contentFields && value !== undefined),
  );
  const base = { ...rest, factLines, plannedAt: planned?.toISOString() ?? null };
  return contentOf({ ...base, ...given } as Parameters<typeof contentOf>[0]);
}

async function writeVersion(
  context: VerbContext<unknown>,
  id: string,
  kind: string,
  version: number,
  content: Content,
): Promise<void> {
  await insertVersion(context, { id, kind, version }, content);
  await context.tx
    .updateTable('responder_release_drafts')
    .set({ version, state: 'drafting', submitted_at: null, approval_due: null, approval_told_at: null })
    .where('id', '=', id)
    .execute();
}
