import type { Origin } from '../../platform/runtime/kernel.ts';
import { localDay } from '../../platform/runtime/local-time.ts';
import type { Tx } from '../tickets/ticket.ts';

/** Series of papers, each with numbers of its own a year. */
export const PAPERS = {
  inquiry: '核函',
  copy: '抄告',
  hand_over: '移送',
  urge: '催办',
  supervise: '督办',
  criticise: '通报',
  case: '核查',
  talk: '约谈',
  rectify: '整改',
} as const;
export type PaperKind = keyof typeof PAPERS;

const MARK: Record<Origin, string> = { live: '', demo: '演', drill: '练' };

/** 核函〔2026〕3号, taken under the counter's row lock, so a rolled-back paper leaves no gap. The year is the local one of `now`. */
export async function takePaperNumber(
  tx: Tx,
  kind: PaperKind,
  { origin, jurisdiction }: { origin: Origin; jurisdiction: string },
  now: Date,
): Promise<string> {
  const year = Number(localDay(now).slice(0, 4));
  const { last } = await tx
    .insertInto('responder_paper_counters')
    .values({ origin, jurisdiction, kind, year, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['origin', 'jurisdiction', 'kind', 'year'])
        .doUpdateSet((eb) => ({ last: eb('responder_paper_counters.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return `${MARK[origin]}${PAPERS[kind]}〔${year}〕${last}号`;
}
