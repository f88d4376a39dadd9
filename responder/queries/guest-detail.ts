import type { TicketDetail } from './ticket-detail-view.ts';

/**
 * The head of a ticket for those who were let in to a part of its papers: what matter it is, how grave, who answers and by when. No source,
 * no text, no judgement, no papers of others; those lie on the desks they may open.
 */
export const guestDetail = (detail: TicketDetail): TicketDetail => ({
  ...detail,
  isGuest: true,
  openedBy: { ...detail.openedBy, why: '' },
  event: {
    ...detail.event,
    ...{ accused: [], registration: null, registrations: [], orders: [], added: [], keywords: [], departments: [] },
    ...('claims' in detail.event ? { claims: [] } : {}),
  },
  times: { ...detail.times, detectedBy: null },
  occurredHistory: [],
  judgement: null,
  passDownRequest: null,
  rejudge: null,
  requirement: null,
  report: null,
  approval: null,
  conclusion: null,
  closing: null,
  archiving: null,
  extensions: [],
  related: [],
  orders: [],
  routing: { explanation: [], suggested: [], above: [], barred: [], promisers: [] },
  releases: [],
  timeline: [],
  hops: [],
  drafts: [],
});
