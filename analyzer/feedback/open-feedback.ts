import { loadRulebook } from '../../config/load.ts';
import { departmentsSchema } from '../../config/schema/departments.ts';
import { placesSchema } from '../../config/schema/places.ts';
import type { Kernel } from '../../platform/runtime/kernel.ts';
import { createFeedback, type Feedback } from './feedback.ts';
import { labelValues, type LabelValues } from './label-values.ts';
import type { FeedbackTables } from './tables.ts';

/** The closed lists come from the rulebooks of the installation, read when the first correction is made. */
export function openFeedback<T extends FeedbackTables>(
  kernel: Pick<Kernel<T>, 'db' | 'transact'>,
  configFolder: string,
  version: () => string,
): Feedback {
  let lists: LabelValues[] | null = null;
  const labels = (): readonly LabelValues[] =>
    (lists ??= labelValues(
      loadRulebook(configFolder, 'departments', departmentsSchema),
      loadRulebook(configFolder, 'places', placesSchema),
    ));
  return createFeedback(kernel, { labels, version });
}
