import type { EventRow } from '../tables.ts';

/** 早发现: from the first public post of the current outbreak to the detection. */
export interface DetectionLag {
  /** Negative when somebody told us before anything was public; null while nothing has detected it. */
  seconds: number | null;
  /** 补录: the first post came to us long after it was published, or after the detection; the number says nothing of our speed. */
  late: boolean;
}

const LATE_MS = 24 * 3_600_000;

export function detectionLag(
  row: Pick<EventRow, 'detected_at' | 'outbreak_published_at' | 'outbreak_collected_at'>,
): DetectionLag {
  const { detected_at: detected, outbreak_published_at: published, outbreak_collected_at: collected } = row;
  const late =
    collected.getTime() - published.getTime() > LATE_MS ||
    (detected !== null && collected.getTime() > detected.getTime());
  return { seconds: detected && Math.round((detected.getTime() - published.getTime()) / 1000), late };
}
