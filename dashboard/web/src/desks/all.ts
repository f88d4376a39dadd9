import type { Component } from 'vue';
import ClocksDesk from './ClocksDesk.vue';
import FactsDesk from './FactsDesk.vue';
import InstructionsDesk from './InstructionsDesk.vue';
import RoomDesk from './RoomDesk.vue';
import UpwardDesk from './UpwardDesk.vue';
import SealedDesk from './SealedDesk.vue';
import InquiriesDesk from './InquiriesDesk.vue';
import JudgementDesk from './JudgementDesk.vue';
import TransfersDesk from './TransfersDesk.vue';
import ReleaseDesk from './ReleaseDesk.vue';
import AsksDesk from './AsksDesk.vue';
import MediaDesk from './MediaDesk.vue';
import PromisesDesk from './PromisesDesk.vue';
import RumoursDesk from './RumoursDesk.vue';

/** The page of each desk by its name: given `detail` (TicketDetail), emits `act` (verb, preset) for the dialog. */
export const DESK_PAGES: Record<string, Component> = {
  judgement: JudgementDesk,
  clocks: ClocksDesk,
  room: RoomDesk,
  facts: FactsDesk,
  instructions: InstructionsDesk,
  upward: UpwardDesk,
  sealed: SealedDesk,
  inquiries: InquiriesDesk,
  transfers: TransfersDesk,
  release: ReleaseDesk,
  asks: AsksDesk,
  promises: PromisesDesk,
  media: MediaDesk,
  rumours: RumoursDesk,
};
