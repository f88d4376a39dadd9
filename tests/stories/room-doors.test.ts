import { afterEach, describe, expect, it } from 'vitest';
import { anEvent, duty, headOf, responderStory, type ResponderStory } from '../harness/responder.ts';

let story: ResponderStory;
afterEach(() => story.close());

describe('the door of the joint room', () => {
  it('the accused unit is never let in, neither to the room nor by a task', async () => {
    story = await responderStory('2026-03-10 09:00');
    const event = anEvent('2026-03-10 08:00', {
      accused: [{ id: 'water_company', name: '江城水务集团' }],
    });
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    const { verbs } = story.responder;
    const open = { question: '核实停水', units: ['water_company'], reason: '须了解情况' };
    await expect(verbs['open-room'](ticket.id, open, duty)).rejects.toThrow(
      /江城水务集团是被反映单位.*应当回避，不得“开设会商室”/,
    );
    await verbs['open-room'](ticket.id, { ...open, units: ['housing'] }, duty);
    await expect(story.responder.queries.desk(headOf('water_company'), ticket.id, 'room')).rejects.toThrow();
  });
});
