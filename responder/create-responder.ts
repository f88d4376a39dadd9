import type { Actor } from '../platform/runtime/kernel.ts';
import { loadResponderBooks } from './books.ts';
import { casesOf } from './accountability/verbs.ts';
import { createDuty } from './duty/duty.ts';
import { ALL_ORIGINS, nextMoment } from './deadlines/sweep.ts';
import { createDelivery, type Delivery } from './notifications/create-delivery.ts';
import { resendFailed } from './notifications/resend.ts';
import { testChannel } from './notifications/test-channel.ts';
import { answerInquiry } from './inquiries/answer-inquiry.ts';
import { answerCopy } from './transfers/answer-copy.ts';
import { createQueries } from './queries/queries.ts';
import { speakersBy } from './releases/register-speakers.ts';
import { openSealed } from './sealed/open-sealed.ts';
import { createSending } from './releases/create-sending.ts';
import { openByHand } from './tickets/open-by-hand.ts';
import { VERBS } from './tickets/verbs.ts';
import type { VerbDeps } from './tickets/act.ts';
import type { BoundVerbs, Notices, Papers, Responder, ResponderOptions } from './responder.ts';
import { runningParts } from './running-parts.ts';
import { hint, NO_SOURCES, sweeper } from './sweep-all.ts';

/** Event → Ticket: consumes events and warnings, keeps the clocks, offers the verbs and the queries of the dashboard. */
export function createResponder(options: ResponderOptions): Responder {
  const { kernel, settings } = options;
  const books = options.books ?? loadResponderBooks(settings.configFolder);
  const { db, transact, time } = kernel;
  const wake = hint(kernel);
  const { sourceTexts, people, files } = options;
  const given = { ...(sourceTexts && { sourceTexts }), ...(people && { people }), ...(files && { files }) };
  const deps: VerbDeps = { transact, books, wake, keys: kernel.keys, ...given };
  const sweep = sweeper(options, deps);
  const delivery = createDelivery(kernel, books, options);
  const sending = createSending(kernel, books, options, wake);
  return {
    name: 'responder',
    routers: [],
    verbs: bind(deps),
    papers: papersOf(deps),
    queries: createQueries({ db, time, books, ...given }, delivery.deps.secretOf),
    notices: noticesOf(delivery),
    cases: casesOf(deps),
    openSealed: (ids, input, actor) => openSealed(deps, ids, input, actor),
    sendReleases: () => sending.send(),
    duty: createDuty({ db, transact, time, books, deadSources: options.deadSources ?? NO_SOURCES, ...given }),
    speakers: speakersBy(deps),
    sweep,
    nextMoment: () => nextMoment(db, options.origins?.() ?? ALL_ORIGINS),
    ...runningParts(options, deps, { sweep, delivery, sending }),
  };
}

const papersOf = (deps: VerbDeps): Papers => ({
  answerInquiry: (id, input, actor) => answerInquiry(deps, id, input, actor),
  answerCopy: (id, input, actor) => answerCopy(deps, id, input, actor),
});

const noticesOf = ({ deliver, deps }: Delivery): Notices => ({
  deliver,
  resend: (input, actor) => resendFailed(deps, input, actor),
  test: (channel, actor) => testChannel(deps, channel, actor),
});

function bind(deps: VerbDeps): Responder['verbs'] {
  const bound = Object.fromEntries(
    Object.entries(VERBS).map(([name, verb]) => [
      name,
      (ticketId: string, input: never, actor: Actor) => verb(deps, ticketId, input, actor),
    ]),
  ) as unknown as BoundVerbs;
  return { ...bound, open: (input, actor) => openByHand(deps, input, actor) };
}
