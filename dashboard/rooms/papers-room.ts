import type { Responder } from '../../responder/index.ts';
import type { PapersRoom } from '../api/rooms.ts';

/** 核实函 and 抄告单 of the own unit. */
export const papersRoom = ({ queries, papers }: Pick<Responder, 'queries' | 'papers'>): PapersRoom => ({
  inquiries: (actor) => queries.inquiries(actor),
  copies: (actor) => queries.copies(actor),
  answerInquiry: (id, input, actor) => papers.answerInquiry(id, input, actor),
  answerCopy: (id, input, actor) => papers.answerCopy(id, input, actor),
});
