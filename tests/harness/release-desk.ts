import type { Actor } from '../../platform/runtime/kernel.ts';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { ReleaseDesk } from '../../responder/index.ts';
import { anEvent, duty, dutyLeader, handlerOf, headOf, isoLocal, person, type ResponderStory } from './responder.ts';

export const author = handlerOf('water_company');
export const head = headOf('water_company');
export const secrecyOfficer = person('保密审查员', 'gov_office', 'duty_officer');

type Verbs = ResponderStory['responder']['verbs'];
type Draft = ReleaseDesk['drafts'][number];
export type DraftInput = Partial<Parameters<Verbs['draft-release']>[1]>;

type Aspect = 'wording' | 'timing' | 'manner';
/** 妥当 on each of these aspects; without any named on all three. */
export const judgedFit = (...aspects: Aspect[]) =>
  (aspects.length === 0 ? (['wording', 'timing', 'manner'] as const) : aspects).map((aspect) => ({
    ...{ aspect, verdict: true, reason: '已核，妥当' },
  }));

/** What a release of an everyday matter says when everything is in order. */
export const inOrder = {
  kind: 'first_information' as const,
  title: '关于和平街道供水恢复情况的通报',
  facts: '3月10日和平街道200户居民停水，抢修已完成。',
  policy: '依据《城市供水条例》，水务集团承担抢修责任。',
  result: '当日18时恢复供水。',
  channels: ['site'],
  factLines: [
    {
      statement: '停水200户',
      asOf: isoLocal('2026-03-10 12:00'),
      source: '水务集团抢修日志',
      approvedBy: '水务集团负责人',
    },
  ],
};

/** A ticket and the people who stand at its release desk. */
export interface ReleaseRoom {
  id: string;
  desk(actor?: Actor): Promise<ReleaseDesk>;
  draft(input?: DraftInput, by?: Actor): Promise<Draft>;
  /** The newest state of a draft. */
  again(draft: Draft): Promise<Draft>;
  judge(draft: Draft, ...aspects: Aspect[]): Promise<void>;
  /** Three judgements, sent for approval, approved by the head, reviewed for secrecy. */
  through(draft: Draft): Promise<Draft>;
  timeline(): Promise<string[]>;
}

export async function releaseRoom(
  story: ResponderStory,
  event: EventSnapshot = anEvent('2026-03-10 10:00'),
): Promise<ReleaseRoom> {
  const { verbs, queries } = story.responder;
  await story.tell(event);
  const { id, revision } = (await story.ticketOf(event.id)).ticket;
  const view = await verbs.judge(
    id,
    { revision, outcome: 'public_answer', dispositions: ['D-4'], verification: 'true', reason: '须公开回应' },
    duty,
  );
  await verbs.dispatch(id, { revision: view.revision, lead: 'water_company', requirement: '查明情况并公开' }, duty);
  const desk = async (actor = duty): Promise<ReleaseDesk> => (await queries.desk(actor, id, 'release')) as ReleaseDesk;
  const at = ({ id: draftId, version }: Draft) => ({ draftId, version });
  const room: ReleaseRoom = {
    id,
    desk,
    async draft(input = {}, by = author) {
      await verbs['draft-release'](id, { ...inOrder, ...input }, by);
      return (await desk()).drafts[0]!;
    },
    again: async (draft) => (await desk()).drafts.find((each) => each.id === draft.id)!,
    async judge(draft, ...aspects) {
      await verbs['judge-release'](id, { ...at(draft), judgements: judgedFit(...aspects) }, duty);
    },
    async through(draft) {
      await room.judge(draft, 'wording', 'timing', 'manner');
      const faulty = draft.gate.some(({ ofText }) => ofText);
      await verbs['submit-release'](id, { ...at(draft), ...(faulty && { explanation: '先请审核，随后补齐' }) }, author);
      await verbs['approve-release'](id, { ...at(draft), approve: true }, head);
      await verbs['review-secrecy'](id, { ...at(draft), approve: true }, dutyLeader);
      return room.again(draft);
    },
    timeline: async () => (await queries.ticket(duty, id)).timeline.map(({ text }) => text),
  };
  return room;
}
