import { z } from 'zod';
import { SCOPES } from '../../config/schema/releases.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb, type VerbContext } from '../tickets/act.ts';
import { unitName } from '../tickets/permissions.ts';
import type { Ticket, Tx } from '../tickets/ticket.ts';
import { releaseHash, scopeProblems, type Content } from './content.ts';
import { factGap } from './facts.ts';
import { RELEASE_TITLES } from './record-release.ts';
import type { FactLine } from './tables.ts';
import { moment } from '../tickets/dates.ts';

const factLine = z.strictObject({
  statement: z.string().trim().min(1).max(500),
  asOf: moment('earlier', '截至时间')
    .nullish()
    .transform((at) => at ?? null),
  source: z.string().trim().max(200),
  approvedBy: z.string().trim().max(100),
});
const part = z.string().max(10_000);
const names = z.array(z.string().trim().min(1).max(100)).max(20);

/** What a version is made of. */
export const contentFields = {
  title: z.string().trim().min(1, '请写标题').max(200),
  facts: part,
  policy: part,
  result: part,
  scope: z.enum(SCOPES),
  recipients: names,
  channels: names,
  plannedAt: moment('either', '计划发布时间').nullable(),
  factLines: z.array(factLine).max(50),
  pictures: z.enum(['none', 'unchecked', 'faces_hidden']),
};

export const draftReleaseInput = z.strictObject({
  ...asideInput,
  ...contentFields,
  kind: z.enum(['first_information', 'clarification', 'follow_up', 'reply']),
  policy: part.default(''),
  result: part.default(''),
  scope: contentFields.scope.default('public'),
  recipients: names.default([]),
  channels: names.default([]),
  plannedAt: contentFields.plannedAt.default(null),
  factLines: contentFields.factLines.default([]),
  pictures: contentFields.pictures.default('none'),
  /** The releasing unit when it is not the handling one. */
  unit: z.string().optional(),
  unitReason: z.string().trim().max(500).optional(),
  /** Step of the release plan it carries out. */
  planId: z.uuid().optional(),
});

/** 负责处置的单位是信息发布的第一责任人. */
export const ownerOf = (ticket: Pick<Ticket, 'lead_unit' | 'coordinator_unit' | 'owner_unit'>): string =>
  ticket.lead_unit ?? ticket.coordinator_unit ?? ticket.owner_unit;

/** 拟发布稿: version 1. The handling unit releases, unless another is named with the reason. */
export const draftRelease = defineVerb('draft-release', draftReleaseInput, async (context) => {
  const { input, ticket, tx, now, actor, books } = context;
  const owner = ownerOf(ticket);
  const unit = input.unit ?? owner;
  if (!books.units.has(unit)) throw new AppError('invalid_input', `没有编号为 ${unit} 的单位`);
  if (unit !== owner && !input.unitReason)
    throw new AppError(
      'precondition_failed',
      `发布责任单位应为${unitName(books.units, owner)}，改由其他单位发布须写明理由`,
    );
  const content = contentOf(input);
  const id = uuidv7(now);
  await insertDraft(
    context,
    { id, kind: input.kind, unit, unitReason: unit === owner ? null : input.unitReason! },
    content,
  );
  if (input.planId !== undefined) await linkPlan(tx, ticket.id, input.planId, id);
  return {
    entry: {
      text: `拟写${RELEASE_TITLES[input.kind]}发布稿：《${input.title}》`,
      payload: { draftId: id, version: 1, unit, unitReason: input.unitReason ?? null, by: personOf(actor).id },
    },
  };
});

type Input = z.output<typeof draftReleaseInput>;
type Fields = Pick<Input, keyof typeof contentFields>;

export const contentOf = ({ factLines, plannedAt, ...rest }: Fields): Content => ({
  ...{ title: rest.title, facts: rest.facts, policy: rest.policy, result: rest.result, scope: rest.scope },
  ...{ recipients: rest.recipients, channels: rest.channels, pictures: rest.pictures },
  planned_at: plannedAt === null ? null : new Date(plannedAt),
  fact_lines: factLines,
});

export async function insertDraft(
  context: Pick<VerbContext<unknown>, 'tx' | 'ticket' | 'now' | 'actor' | 'books'>,
  head: { id: string; kind: Input['kind']; unit: string; unitReason: string | null; corrects?: string },
  content: Content,
): Promise<void> {
  const { tx, ticket, now, actor } = context;
  checkContent(context, content);
  await tx
    .insertInto('responder_release_drafts')
    .values({
      ...{ id: head.id, ticket_id: ticket.id, origin: ticket.origin, jurisdiction: ticket.jurisdiction },
      ...{ kind: head.kind, unit: head.unit, unit_reason: head.unitReason, corrects: head.corrects ?? null },
      ...{ state: 'drafting' as const, version: 1, written_by: json(personOf(actor)), created_at: now },
    })
    .execute();
  await insertVersion(context, { id: head.id, kind: head.kind, version: 1 }, content);
}

/** What may never even be drafted: an internal text for a public channel, a figure nobody stands for. */
export function checkContent({ books }: Pick<VerbContext<unknown>, 'books'>, content: Content): void {
  const problems = [
    ...scopeProblems(content, books.releases),
    ...(content.fact_lines as FactLine[]).map((line) => factGap(line, books.figures)).filter((gap) => gap !== null),
  ];
  if (problems.length > 0) throw new AppError('precondition_failed', problems.join('；'), { gaps: problems });
}

export async function insertVersion(
  { tx, now, actor }: Pick<VerbContext<unknown>, 'tx' | 'now' | 'actor'>,
  { id, kind, version }: { id: string; kind: string; version: number },
  content: Content,
): Promise<string> {
  const hash = releaseHash(kind, content);
  await tx
    .insertInto('responder_release_versions')
    .values({
      ...{ draft_id: id, version, hash, written_by: json(personOf(actor)), written_at: now },
      ...{ ...content, fact_lines: json(content.fact_lines) },
    })
    .execute();
  return hash;
}

async function linkPlan(tx: Tx, ticketId: string, planId: string, draftId: string): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('responder_release_plans')
    .set({ draft_id: draftId })
    .where('id', '=', planId)
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new AppError('not_found', '没有这项发布计划');
}
