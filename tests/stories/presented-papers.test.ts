import { afterEach, describe, expect, it } from 'vitest';
import type { InstructionsDesk } from '../../responder/index.ts';
import {
  duty,
  graveEvent,
  handlerOf,
  isoLocal,
  leader,
  responderStory,
  secondDuty,
  type ResponderStory,
} from '../harness/responder.ts';

const other = { ...leader, id: 'leader-2', name: '另一位领导' };
const people = () => Promise.resolve([leader, other, duty, handlerOf('emergency')]);
let story: ResponderStory;
afterEach(() => story.close());

const desk = async (id: string, who = duty) =>
  (await story.responder.queries.desk(who, id, 'instructions')) as InstructionsDesk;
const told = async (who = duty) => (await story.responder.queries.notifications(who)).items.map(({ text }) => text);
const tasks = async (id: string, who = duty) =>
  (await story.responder.queries.tasks(who, { ticketId: id })).map(({ kindTitle, text }) => `${kindTitle}：${text}`);

async function presented(to: object = { leaderId: leader.id }): Promise<string> {
  story = await responderStory('2026-03-10 21:00', { people });
  const event = graveEvent('2026-03-10 20:40', { occurred: '2026-03-10 20:30' });
  await story.tell(event);
  const { ticket } = await story.ticketOf(event.id);
  const paper = { ...to, subject: '爆炸情况专报', at: isoLocal('2026-03-10 20:55') };
  await story.responder.verbs.present(ticket.id, paper, duty);
  return ticket.id;
}

describe('what is put before a leader', () => {
  it('reaches him: he is told, reads it, and it waits for him alone', async () => {
    const id = await presented();
    expect((await told(leader)).join()).toContain('有材料呈请阅示');
    expect((await desk(id, leader)).presentations).toMatchObject([
      { leader: leader.name, subject: '爆炸情况专报', inSystem: true, mine: true },
    ]);
    expect(await tasks(id, leader)).toContain('呈阅待批示：爆炸情况专报');
    // Need to know: neither another leader nor the department reads what was submitted, and the timeline does not tell it.
    expect((await desk(id, other)).presentations).toEqual([]);
    expect((await tasks(id, other)).join()).not.toContain('爆炸情况专报');
    const { timeline } = await story.responder.queries.ticket(duty, id);
    expect(timeline.at(-1)!.text).toBe('呈阅');
  });

  it('is answered by himself, under his name: the lead body is told and says who does it, nothing is owed after it', async () => {
    const id = await presented();
    const [paper] = (await desk(id, leader)).presentations;
    const words = { text: '全力救治，23时前向社会发布', presentationId: paper!.id };
    await story.responder.verbs['give-instruction'](id, words, leader);
    expect(await tasks(id, leader)).toEqual([]);
    expect((await desk(id)).instructions).toMatchObject([
      { leader: leader.name, manner: 'in_system', text: words.text, countersignDue: null },
    ]);
    expect((await told()).join()).toContain('领导作出批示，请分办');
    expect((await tasks(id)).join()).toContain('批示待分办');
    expect((await desk(id, other)).instructions).toEqual([]);
    expect((await desk(id, other)).withheld).toBe(1);
    const { timeline } = await story.responder.queries.ticket(secondDuty, id);
    expect(timeline.at(-1)).toMatchObject({ text: '领导作出批示', actor: { name: leader.name } });
    expect(JSON.stringify(timeline)).not.toContain('全力救治');
  });

  it('is answered, too, by what he rules on the matter without naming the paper, or says by telephone', async () => {
    const id = await presented();
    await story.responder.verbs['give-instruction'](id, { text: '全力救治' }, leader);
    expect(await tasks(id, leader)).toEqual([]);
    expect((await tasks(id)).join()).toContain('批示待分办');
  });

  it('goes to no account that is not a leader’s, and outside the system to one who has none', async () => {
    const id = await presented({ leader: '市长' });
    expect((await told(leader)).join()).not.toContain('呈请阅示');
    expect((await desk(id)).presentations).toMatchObject([{ leader: '市长', inSystem: false }]);
    const paper = { subject: '爆炸情况专报', at: isoLocal('2026-03-10 20:56') };
    const { present, 'give-instruction': give } = story.responder.verbs;
    await expect(present(id, { ...paper, leaderId: duty.id }, duty)).rejects.toThrow(
      `该账号不是市领导；可呈阅的账号：${leader.name}、${other.name}`,
    );
    await expect(present(id, paper, duty)).rejects.toThrow('请选择呈阅领导的账号，或填写其职务');
    await expect(give(id, { text: '请速办' }, duty)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
