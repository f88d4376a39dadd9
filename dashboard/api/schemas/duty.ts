import { z } from 'zod';
import { id, pageQuery, personRef, time, unitRef } from './common.ts';

const span = z.object({ from: time, to: time });

export const shiftView = z
  .object({
    id,
    from: time,
    to: time,
    leader: personRef.nullable(),
    officers: z.array(personRef),
    setBy: personRef,
    setAt: time,
    reason: z.string().nullable(),
    /** When and by whom it was replaced or withdrawn. */
    endedAt: time.nullable(),
    endedBy: personRef.nullable(),
  })
  .meta({ id: 'Shift' });

export const rosterQuery = z.object({ unit: z.string().optional(), from: time.optional(), to: time.optional() });
export const roster = z
  .object({
    unit: unitRef,
    shifts: z.array(shiftView),
    /** Of the next days, where the unit is manned at all hours. */
    gaps: z.array(span),
    /** Manned at all hours: whatever no shift covers is a gap. */
    allHours: z.boolean(),
    now: shiftView.nullable(),
    /** Units whose roster this person may look at. */
    units: z.array(unitRef),
    /** Who can be put on a shift, with the posts the account may take. */
    people: z.array(z.object({ id: z.string(), name: z.string(), officer: z.boolean(), leader: z.boolean() })),
    mayPlan: z.boolean(),
    serverTime: time,
  })
  .meta({ id: 'Roster' });
export type Roster = z.infer<typeof roster>;

const reason = z.string().trim().min(2, '请写明原因').max(1000).optional();
/** People by account id or by name. */
export const setShiftsRequest = z.strictObject({
  unit: z.string().min(1),
  shifts: z
    .array(
      z.strictObject({
        from: time,
        to: time,
        leader: z.string().min(1).nullable(),
        officers: z.array(z.string()).max(20),
      }),
    )
    .min(1)
    .max(400),
  replace: z.boolean().default(false),
  reason,
});
/** A table as it is copied from a spreadsheet or a CSV file: 起, 止, 带班领导, 值班员 (several names parted by 、). */
export const importRosterRequest = z.strictObject({
  unit: z.string().min(1),
  table: z.string().min(1).max(100_000),
  replace: z.boolean().default(false),
  reason,
});
export const previewRosterRequest = importRosterRequest.omit({ reason: true });
export const rosterTemplateQuery = z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份应为 YYYY-MM') });
/** A roster as a file of an office, as text; its lines are the rows of the file. */
export const rosterTable = z.object({ table: z.string() });
export const rosterPreview = z
  .object({
    rows: z.array(
      z.object({
        /** As the spreadsheet counts, the head line included. */
        line: z.number().int(),
        shift: z
          .object({ from: time, to: time, leader: z.string().nullable(), officers: z.array(z.string()) })
          .nullable(),
        /** Why this line cannot be taken; null = it can. */
        problem: z.string().nullable(),
      }),
    ),
    problems: z.number().int(),
  })
  .meta({ id: 'RosterPreview' });
export type RosterPreview = z.infer<typeof rosterPreview>;
export const shiftsSet = z.object({ set: z.number().int() });
export const removeShiftRequest = z.strictObject({ reason: z.string().trim().min(2, '请写明原因').max(1000) });

/** Who is to sign (by the roster, else who stands in; [] = anybody on duty in the unit), and whether the reader is one of them. */
const openSide = z.object({ names: z.array(z.string()), nobody: z.boolean(), mine: z.boolean() }).nullable();
/** insteadOf: whose place the signer took, where none of those planned could sign. */
const signature = z.object({ by: personRef, at: time, insteadOf: z.string().nullable() });

export const handoverView = z
  .object({
    id,
    unit: unitRef,
    from: time,
    to: time,
    madeAt: time,
    madeBy: personRef,
    /** 本班需处置的事项数. */
    decisions: z.number().int(),
    version: z.number().int(),
    lines: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        kindTitle: z.string(),
        text: z.string(),
        ticketId: id.nullable(),
        tick: z.object({ at: time, by: personRef, remark: z.string().nullable() }).nullable(),
      }),
    ),
    out: signature.nullable(),
    in: signature.nullable(),
    /** Null = signed. */
    open: z.object({ out: openSide, in: openSide }),
    signDueAt: time,
  })
  .meta({ id: 'Handover' });
export type Handover = z.infer<typeof handoverView>;
export const handoversQuery = pageQuery.extend({ unit: z.string().optional() });
export const handoversPage = z.object({
  items: z.array(handoverView),
  nextCursor: z.string().nullable(),
  unit: unitRef,
  units: z.array(unitRef),
  serverTime: time,
});

const dutyLine = z
  .object({
    topic: z.string(),
    topicName: z.string(),
    keyword: z.string(),
    unit: unitRef,
    from: time,
    setBy: personRef,
    reason: z.string(),
    endedAt: time.nullable(),
    endedBy: personRef.nullable(),
    endedWhy: z.string().nullable(),
  })
  .meta({ id: 'DutyLine' });
export const dutyTable = z.object({
  topics: z.array(z.object({ key: z.string(), name: z.string(), units: z.array(unitRef) })),
  lines: z.array(dutyLine),
  mayChange: z.boolean(),
});
export type DutyTable = z.infer<typeof dutyTable>;

/** The tree with its posts, from the accounts. */
export const organisation = z.object({
  units: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.string(),
      superior: unitRef.nullable(),
      /** 垂直管理: its superior stands above this government. */
      vertical: z.boolean(),
      mayAssign: z.boolean(),
      maySupervise: z.boolean(),
      posts: z.array(z.object({ role: z.string(), title: z.string(), names: z.array(z.string()) })),
      /** Titles of posts nobody holds. */
      empty: z.array(z.string()),
    }),
  ),
});
export type Organisation = z.infer<typeof organisation>;
