import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { asideInput, defineVerb, reasonText, type VerbContext } from '../tickets/act.ts';
import { accusedUnits } from '../tickets/ticket.ts';
import {
  factFields,
  lineGap,
  lockLine,
  rangeOf,
  sameFigure,
  shownFigure,
  supersede,
  writeVersion,
  type FactInput,
  type FactLine,
  type FactVersion,
} from './fact-lines.ts';
import { enterRoom } from './access.ts';
import { titleOf } from '../figures/figure.ts';
import { maySee } from '../tickets/permissions.ts';

const atLine = { lineId: z.uuid(), version: z.number().int().positive() };
export const proposeFactInput = z.strictObject({
  ...asideInput,
  /** deaths … or the sheet's own name of the fact. */
  key: z.string().trim().min(2).max(40),
  place: z.string().trim().max(60).default(''),
  ...factFields,
});
export const editFactInput = z.strictObject({ ...asideInput, ...atLine, ...factFields });
export const agreeFactInput = z.strictObject({ ...asideInput, ...atLine, ...factFields, basis: reasonText });
export const dropFactInput = z.strictObject({ ...asideInput, ...atLine, reason: reasonText });

/** 新增事实: a new line of the sheet, to be approved by another person; where the line is there, what this unit tells of it. */
export const proposeFact = defineVerb('propose-fact', proposeFactInput, async (context) => {
  const { tx, ticket, input, actor, now } = context;
  await enterSheet(context);
  refuseGap(context, input.key);
  const { key, place } = input;
  const line = await tx
    .insertInto('responder_fact_lines')
    .values({
      ...{ id: uuidv7(now), ticket_id: ticket.id, origin: ticket.origin, jurisdiction: ticket.jurisdiction },
      ...{ key, title: titleOf(key), place, created_at: now },
    })
    .onConflict((conflict) => conflict.columns(['ticket_id', 'key', 'place']).where('state', '=', 'open').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!line) return tellOther(context);
  await writeVersion(tx, line, 1, { input, by: actor, unit: actor.unitId, now });
  return {
    entry: { text: `事实清单：新增${titleOf(key)} ${shownFigure({ ...rangeOf(input), text: input.text })}（待批准）` },
  };
});

/**
 * 修改事实. An old approved figure stands until the new one is approved. Where another unit's figure still waits for approval and differs, both
 * stand side by side and the line is in dispute: nothing of it may be told until one is agreed.
 */
export const editFact = defineVerb('edit-fact', editFactInput, async (context) => {
  const { input } = context;
  await enterSheet(context);
  const own = { ...rangeOf(input), text: input.text };
  return writeNext(context, await lockLine(context, input, own));
});

/** The line is there already: another unit's figure is added to it, its own is changed where it stands. @throws AppError conflict */
async function tellOther(context: VerbContext<z.output<typeof proposeFactInput>>): Promise<Written> {
  const { tx, ticket, input, actor } = context;
  const { id, version } = await tx
    .selectFrom('responder_fact_lines')
    .select(['id', 'version'])
    .where('ticket_id', '=', ticket.id)
    .where('key', '=', input.key)
    .where('place', '=', input.place)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirstOrThrow();
  const found = await lockLine(context, { lineId: id, version });
  const isOwn = ({ unit, state }: FactVersion): boolean => unit === actor.unitId && STANDING.includes(state);
  if (found.versions.some(isOwn))
    throw new AppError(
      'conflict',
      `您的单位已填报“${found.line.title}”，数据有变化的，请在该项上用「修改事实」写明新的数据；其他单位的说法不会被覆盖`,
    );
  return writeNext(context, found);
}

/** Versions somebody still stands by. */
const STANDING: readonly FactVersion['state'][] = ['proposed', 'approved'];

/** What a verb of the sheet leaves in the timeline. */
interface Written {
  entry: { text: string; payload: { lineId: string; version: number } };
}

/** The next version of a line: takes the place of what waits, unless another unit tells another figure. */
async function writeNext(
  context: VerbContext<FactInput>,
  { line, versions }: { line: FactLine; versions: FactVersion[] },
): Promise<Written> {
  const { tx, input, actor, now } = context;
  refuseGap(context, line.key);
  const own = { ...rangeOf(input), text: input.text };
  const version = line.version + 1;
  await writeVersion(tx, line, version, { input, by: actor, unit: actor.unitId, now });
  const waiting = versions.filter(({ state }) => state === 'proposed');
  const others = waiting.filter(({ unit }) => unit !== actor.unitId);
  const against = others.filter((other) => !sameFigure(other, own));
  const isDisputed = against.length > 0;
  await supersede(
    tx,
    line.id,
    (isDisputed ? waiting.filter((one) => !against.includes(one)) : waiting).map((one) => one.version),
  );
  await tx
    .updateTable('responder_fact_lines')
    .set({ version, disputed: isDisputed })
    .where('id', '=', line.id)
    .execute();
  const said = `事实清单：${line.title}改为${shownFigure(own)}（第${version}版，待批准）`;
  const both = [...against.map(shownFigure), shownFigure(own)].join('、');
  return {
    entry: {
      text: isDisputed ? `事实清单：${line.title}说法不一（${both}），须会商一致` : said,
      payload: { lineId: line.id, version },
    },
  };
}

/** 会商一致: ends a dispute by one agreed version; what was said before stays on record. Approved by another person. */
export const agreeFact = defineVerb('agree-fact', agreeFactInput, async (context) => {
  const { tx, input, actor, now } = context;
  const { line, versions } = await lockLine(context, input);
  if (!line.disputed) throw new AppError('illegal_move', '该项没有分歧，请直接修改');
  refuseGap(context, line.key);
  const open = versions.filter(({ state }) => state === 'proposed');
  const version = line.version + 1;
  const settled = { settles: open.map((one) => one.version), basis: input.basis };
  await writeVersion(tx, line, version, { input, by: actor, unit: actor.unitId, now }, settled);
  await supersede(tx, line.id, settled.settles);
  await tx.updateTable('responder_fact_lines').set({ version, disputed: false }).where('id', '=', line.id).execute();
  const agreed = shownFigure({ ...rangeOf(input), text: input.text });
  return {
    entry: {
      text: `事实清单：${line.title}经会商一致为${agreed}（原有${open.map(shownFigure).join('、')}），待批准`,
      reason: input.basis,
      payload: { lineId: line.id, version },
    },
  };
});

export const dropFact = defineVerb('drop-fact', dropFactInput, async (context) => {
  const { tx, input } = context;
  const { line } = await lockLine(context, input);
  await tx
    .updateTable('responder_fact_lines')
    .set({ state: 'dropped', dropped_why: input.reason })
    .where('id', '=', line.id)
    .execute();
  return { entry: { text: `事实清单：删除${line.title}`, reason: input.reason } };
});

/** Whoever handles the ticket, or sits in its room. */
async function enterSheet({
  tx,
  ticket,
  actor,
  books,
}: Pick<VerbContext<unknown>, 'tx' | 'ticket' | 'actor' | 'books'>): Promise<void> {
  if (maySee(actor, { ...ticket, accused: accusedUnits(ticket) }, books.units)) return;
  await enterRoom(tx, ticket, actor, books.units);
}

function refuseGap({ input, now, books }: VerbContext<FactInput>, key: string): void {
  const gap = lineGap(key, input, now, books.figures);
  if (gap !== null) throw new AppError('precondition_failed', gap);
}

export type { FactLine, FactVersion };
