import type { TransfersDesk } from '../../../api/schemas/tickets.ts';

type Choice = TransfersDesk['receivers'][number]['bases'][number];

/** As chosen and as it stands on a paper; one whose text nobody has read says so before anything else. */
export const basisLabel = ({ title, doc, unverified }: Pick<Choice, 'title' | 'doc' | 'unverified'>): string =>
  `${unverified ? '【依据待核】' : ''}${title}（${doc}）`;

/** What to do before a paper on such a basis goes out. */
export const basisWarning = ({ doc, note }: Pick<Choice, 'doc' | 'note'>): string =>
  `依据待核：本系统未核对《${doc}》的现行条文，移送前请逐条核对。${note ?? ''}`;
