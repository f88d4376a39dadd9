import type { FactsDesk, ReleaseDesk, UpwardDesk } from '../../../responder/index.ts';
import type { City } from '../../harness/city.ts';
import {
  duty,
  dutyLeader,
  handlerOf,
  headOf,
  isoLocal,
  person,
  secondDuty,
  spokesperson,
} from '../../harness/responder.ts';
import { judgedFit } from '../../harness/release-desk.ts';
import { ticketActs } from '../../harness/ticket-acts.ts';

export const night = person('夜班值班员', 'gov_office', 'duty_officer');
export const [health, healthHead, education] = [handlerOf('health'), headOf('health'), handlerOf('education')];

/** '01 13:40' or '01 13:40:30': a Shanghai time of October 2026. */
export const october = (time: string): Date => {
  const [day, clock] = time.split(' ') as [string, string];
  return new Date(`2026-10-${day}T${clock.length === 5 ? `${clock}:00` : clock}+08:00`);
};
export const iso = (time: string): string => isoLocal(`2026-10-${time}`);

export interface Paper {
  draftId: string;
  version: number;
}
export type Room = ReturnType<typeof canteenRoom>;

/** The people of the poisoning at their desks; `id` is the ticket, known once it is open. */
export function canteenRoom(story: () => City) {
  const { act: actOn, detail: detailOf, desk: deskOf } = ticketActs(story);
  const room = { id: '' };
  const act = (verb: Parameters<typeof actOn>[1], input: object, actor = duty) =>
    actOn(room.id, verb, { ...input }, actor);
  const detail = () => detailOf(room.id);
  const desk = <T>(name: string) => deskOf<T>(room.id, name);
  const at = (time: string): Promise<void> => story().time.advanceTo(october(time));
  const papers = papersOf({ act, desk, at, now: () => story().time.now() });
  return {
    ...{ room, act, detail, desk, at, ...papers },
    /** The running clock of a rule, else its last one. */
    async clock(rule: string) {
      const found = (await detail()).clocks.filter((one) => one.rule === rule);
      return found.find(({ state }) => state === 'running') ?? found.at(-1);
    },
  };
}

interface Hands {
  act(verb: Parameters<ReturnType<typeof ticketActs>['act']>[1], input: object, actor?: typeof duty): Promise<unknown>;
  desk<T>(name: string): Promise<T>;
  at(time: string): Promise<void>;
  now(): Date;
}

/** What is written: lines of the fact sheet, reports upward, releases. */
function papersOf({ act, desk, at, now }: Hands) {
  const facts = () => desk<FactsDesk>('facts');
  const upward = () => desk<UpwardDesk>('upward');
  const releases = () => desk<ReleaseDesk>('release');
  const papers = {
    ...{ facts, upward, releases },
    /** Every line of the sheet that waits, approved by another person than who wrote it. */
    async approveAll(): Promise<void> {
      for (const { id: lineId, version, waiting } of (await facts()).lines)
        if (waiting.length > 0) await act('approve-fact', { lineId, version, approve: true }, secondDuty);
    },
    /** The next report upward, these sections written over what the machine filled in, sent now. */
    async sendUpward(own: Record<string, string>, kind?: 'final'): Promise<void> {
      const isOpen = (await upward()).reports.some(({ state }) => state === 'draft');
      if (!isOpen) await act('draft-upward', kind ? { kind } : {});
      const { id: reportId, version, title, sections } = (await upward()).reports.at(-1)!;
      const written = sections.map(({ heading, text }) => ({
        heading,
        text: own[heading] ?? (text || '市级专家组已到场'),
      }));
      await act('edit-upward', { reportId, version, title, sections: written });
      const out = { to: '省政府总值班室', manner: 'written', at: now().toISOString() };
      await act('send-upward', { reportId, version: version + 1, ...out });
    },
    /** A draft of 卫健委 for the city’s microblog. */
    async drafted(kind: string, text: { title: string; facts: string; result: string }): Promise<Paper> {
      const policy = '依据《突发公共卫生事件应急条例》《食品安全法》处置。';
      await act('draft-release', { kind, ...text, policy, channels: ['weibo'] }, health);
      const [draft] = (await releases()).drafts;
      return { draftId: draft!.id, version: draft!.version };
    },
    /** Three judgements; the head of the unit, the press office and the leader on duty sign in turn; a fifth person looks at secrecy. */
    async signed(draft: Paper): Promise<void> {
      await act('judge-release', { ...draft, judgements: judgedFit() });
      await act('submit-release', draft, health);
      for (const signer of [healthHead, spokesperson, dutyLeader])
        await act('approve-release', { ...draft, approve: true }, signer);
      await act('review-secrecy', { ...draft, approve: true }, night);
    },
    /** Put on the channel by hand at this time, with its link. */
    async published(draft: Paper, time: string, url: string): Promise<void> {
      await act('publish-release', draft, health);
      await at(time);
      const { dispatches } = (await releases()).drafts.find((one) => one.id === draft.draftId)!;
      await act('confirm-channel', { dispatchId: dispatches[0]!.id, at: iso(time), url }, spokesperson);
    },
    /** A continued release, signed and out at this time. */
    async told(time: string, figures: string, result = '救治和调查正在进行，将继续发布。'): Promise<void> {
      const title = `情况续报（10月${time.slice(0, 2)}日）`;
      const draft = await papers.drafted('follow_up', { title, facts: `${figures}。`, result });
      await papers.signed(draft);
      await papers.published(draft, time, `https://weibo.example.cn/${time.slice(0, 2)}`);
    },
  };
  return papers;
}

export const figure = (key: 'poisoned' | 'deaths', low: number, when: string, source: string) => ({
  text: `${low}名学生${{ poisoned: '食物中毒', deaths: '死亡' }[key]}`,
  ...{ low, unit: '人', asOf: iso(when), source },
});
