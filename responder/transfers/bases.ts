import type { TransfersBook } from '../../config/schema/transfers.ts';

type Basis = TransfersBook['bases'][number];

/** Grade M: known to exist, its text read by nobody. Such a basis is shown as 依据待核 wherever it is chosen or stands. */
const unread = ({ source }: Basis): boolean => source.grade === 'M';

/** A basis as it stands on a paper. */
export const basisOn = (row: Basis) => {
  const { doc, article } = row.source;
  return {
    id: row.id,
    title: row.title,
    doc: article === undefined ? doc : `${doc}${article}`,
    unverified: unread(row),
  };
};

/** One that the list no longer has is not known to be read, either. */
export function isUnverified(id: string, book: TransfersBook): boolean {
  const row = book.bases.find((one) => one.id === id);
  return row === undefined || unread(row);
}
