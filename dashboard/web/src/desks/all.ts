import type { Component } from 'vue';
import ClocksDesk from './ClocksDesk.vue';

/** The page of each desk by its name: given `detail` (TicketDetail), emits `act` (verb, preset) for the dialog. */
export const DESK_PAGES: Record<string, Component> = {
  clocks: ClocksDesk,
};
