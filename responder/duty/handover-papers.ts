import { sql } from 'kysely';
import { KIND_TITLES } from '../consultations/upward-text.ts';
import { PAPERS } from '../papers/paper-number.ts';
import { unitName } from '../tickets/permissions.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { nameOf } from '../tickets/ticket.ts';
import { line, ofOneMatter, openTickets, type Provider } from './handover-scope.ts';

/** Papers and consultations a sheet hands over: begun and not ended. What they say stays with those who may read them. */

/** 催办、督办 and 通报 the machine prepared and nobody has signed or dropped. */
export const unsignedDrafts: Provider = async (scope) => {
  if (!scope.isLead) return [];
  const rows = await openTickets(scope)
    .innerJoin('responder_drafts as d', 'd.ticket_id', 't.id')
    .select(['t.id', 't.number', 't.title', 'd.kind', 'd.unit'])
    .where('d.state', '=', 'draft')
    .orderBy('d.made_at')
    .execute();
  return ofOneMatter(rows, (row) => row.id).map(([id, drafts]) => {
    const each = new Set(
      drafts.map(({ kind, unit }) => {
        const to = unit === null ? '' : `（发往${unitName(scope.books.units, unit)}）`;
        return `${PAPERS[kind]}稿${to}`;
      }),
    );
    return line('draft', id, `${nameOf(drafts[0])}${[...each].join('、')}待签发`, id);
  });
};

/** Reports upward begun and not sent, and chains that no final report has ended. */
export const upwardChains: Provider = async (scope) => {
  if (!scope.isLead) return [];
  const rows = await openTickets(scope)
    .innerJoin('responder_upward_reports as r', 'r.ticket_id', 't.id')
    .select(['t.id', 't.number', 't.title', 'r.kind', 'r.state', 'r.sent_at'])
    .where('r.state', '<>', 'dropped')
    .orderBy('r.seq')
    .execute();
  return ofOneMatter(rows, (row) => row.id).flatMap(([id, reports]) => {
    const last = reports.at(-1)!;
    const text =
      last.state === 'draft'
        ? `${KIND_TITLES[last.kind]}已起草，待报送`
        : `已报${KIND_TITLES[last.kind]}，待续报、终报`;
    return last.state === 'sent' && last.kind === 'final' ? [] : [line('upward', id, `${nameOf(last)}${text}`, id)];
  });
};

/** 会商室 that are open. */
export const openRooms: Provider = async (scope) => {
  const rows = await openTickets(scope)
    .innerJoin('responder_rooms as m', 'm.ticket_id', 't.id')
    .select(['m.id', 'm.ticket_id', 'm.opened_at', 't.number', 't.title'])
    .where('m.state', '=', 'open')
    .where(({ exists, selectFrom, or, eb }) =>
      or([
        eb('m.owner_unit', '=', scope.unit),
        exists(
          selectFrom('responder_room_members as p')
            .select('p.id')
            .whereRef('p.room_id', '=', 'm.id')
            .where('p.unit', '=', scope.unit)
            .where('p.removed_at', 'is', null),
        ),
      ]),
    )
    .orderBy('m.opened_at')
    .execute();
  return rows.map((one) =>
    line('room', one.id, `${nameOf(one)}${spokenTime(one.opened_at)}起会商，尚未结束`, one.ticket_id),
  );
};

/** 核实函 sent out: unanswered ones, and what was answered in this shift. */
const sentLetters: Provider = async (scope) => {
  const rows = await openTickets(scope)
    .innerJoin('responder_inquiries as q', 'q.ticket_id', 't.id')
    .select([
      'q.id',
      'q.ticket_id',
      'q.number as letter',
      'q.state',
      'q.due_at',
      'q.answered_at',
      't.number',
      't.title',
    ])
    .where(({ or, and, eb }) =>
      or([eb('q.state', '=', 'sent'), and([eb('q.state', '=', 'answered'), eb('q.answered_at', '>=', scope.from)])]),
    )
    .orderBy('q.due_at')
    .execute();
  return rows.map((one) => {
    const text =
      one.answered_at === null
        ? `应于${spokenTime(one.due_at)}前答复，尚未答复`
        : `${spokenTime(one.answered_at)}已答复，请阅处`;
    return line('letter', one.id, `${nameOf(one)}${one.letter}${text}`, one.ticket_id);
  });
};

/** Letters the unit has to answer itself. It knows the letter, not the ticket. */
const ownLetters: Provider = async ({ tx, origin, unit }) => {
  const inquiries = tx
    .selectFrom('responder_inquiries')
    .select(['id', 'number', 'due_at'])
    .where('state', '=', 'sent')
    .where('unit', '=', unit)
    .where('origin', '=', origin);
  const transfers = tx
    .selectFrom('responder_transfers')
    .select(['id', 'number', 'due_at'])
    .where('state', 'in', ['sent', 'read'])
    .where('needs_feedback', '=', true)
    .where('to_unit', '=', unit)
    .where('origin', '=', origin);
  const rows = await sql<{ id: string; number: string; due_at: Date | null }>`
    select * from (${inquiries} union all ${transfers}) letters order by due_at nulls last, number`.execute(tx);
  return rows.rows.map((one) => {
    const by = one.due_at === null ? '' : `，应于${spokenTime(one.due_at)}前答复`;
    return line('letter', one.id, `${one.number}尚未答复${by}`);
  });
};

export const letters: Provider = async (scope) => [
  ...(await ownLetters(scope)),
  ...(scope.isLead ? await sentLetters(scope) : []),
];

export /** 口头批示 that nobody has signed for yet. What it says stays with those who may read it. */
const oralOrders: Provider = async (scope) => {
  if (!scope.isLead) return [];
  const rows = await openTickets(scope)
    .innerJoin('responder_instructions as i', 'i.ticket_id', 't.id')
    .leftJoin('responder_instruction_countersigns as s', 's.instruction_id', 'i.id')
    .select(['i.id', 'i.ticket_id', 'i.instructed_at', 't.number', 't.title'])
    .where('i.manner', '=', 'oral')
    .where('s.instruction_id', 'is', null)
    .orderBy('i.instructed_at')
    .execute();
  return rows.map((one) =>
    line('oral', one.id, `${nameOf(one)}${spokenTime(one.instructed_at)}口头批示待补签`, one.ticket_id),
  );
};
