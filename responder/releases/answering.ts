import type { Kysely } from 'kysely';
import type { ResponderTables } from '../tables.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { VerbName } from '../tickets/states.ts';
import type { Draft } from './paper.ts';

type NewestDraft = Pick<Draft, 'state'> & { heading: string };

const ON_ITS_WAY = ['waiting', 'retrying', 'sent', 'given_up', 'by_hand'] as const;

/** By ticket the newest draft still on its way: neither dropped, nor taken back or corrected, nor out on every channel it was meant for. */
export async function newestDrafts(
  db: Kysely<ResponderTables>,
  ticketIds: readonly string[],
): Promise<Map<string, NewestDraft>> {
  if (ticketIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('responder_release_drafts as d')
    .innerJoin('responder_release_versions as v', (join) =>
      join.onRef('v.draft_id', '=', 'd.id').onRef('v.version', '=', 'd.version'),
    )
    .select(['d.ticket_id', 'd.state', 'v.title as heading'])
    .where('d.ticket_id', 'in', [...ticketIds])
    .where('d.state', '<>', 'dropped')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('responder_releases as w')
            .select('w.id')
            .whereRef('w.draft_id', '=', 'd.id')
            .where('w.standing', '<>', 'standing'),
        ),
      ),
    )
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('d.state', '<>', 'issued'),
        exists(
          selectFrom('responder_release_dispatches as p')
            .select('p.id')
            .whereRef('p.draft_id', '=', 'd.id')
            .where('p.state', 'in', ON_ITS_WAY),
        ),
      ]),
    )
    .orderBy('d.created_at')
    .orderBy('d.id')
    .execute();
  return new Map(rows.map(({ ticket_id, ...draft }) => [ticket_id, draft]));
}

interface Next {
  desk: 'release';
  verb: VerbName;
  text: string;
}
const WAITS: Record<Exclude<Draft['state'], 'dropped'>, { verb: VerbName; text: string }> = {
  drafting: { verb: 'submit-release', text: '送审' },
  submitted: { verb: 'publish-release', text: '研判、审核、保密审查，齐全后交付发布' },
  issued: { verb: 'confirm-channel', text: '在各渠道发布并登记链接' },
};

/**
 * What an owed answer waits for on the release desk; undefined = an answer no draft is needed for, registered as it was given. A public answer
 * begins there: registering is for what went out already, and passes every check by.
 */
export function nextOfAnswer(outcome: Ticket['outcome'], draft: NewestDraft | undefined): Next | undefined {
  if (draft !== undefined && draft.state !== 'dropped') {
    const { verb, text } = WAITS[draft.state];
    return { desk: 'release', verb, text: `发布稿《${draft.heading}》待${text}` };
  }
  if (outcome !== 'public_answer') return undefined;
  return { desk: 'release', verb: 'draft-release', text: '拟发布稿并送审；已经发布的，用“登记回应”登记' };
}
