import { z } from 'zod';
import { instant } from '../../../ingest/messages.ts';
import { AppError } from '../../../platform/runtime/errors.ts';
import { json, personOf } from '../../tables.ts';
import { reasonText } from '../../tickets/act.ts';
import { refuseOddPast } from '../../tickets/dates.ts';
import { caseInput, defineCaseVerb } from '../case-act.ts';
import { refuseIdentity } from './refuse-identity.ts';

export const addEvidenceInput = z.strictObject({
  ...caseInput,
  kind: z.enum(['link', 'paper']),
  /** What it shows; number of the paper or the link itself included. */
  text: z.string().trim().min(4, '请写明证据内容').max(1000),
  /** When the fact was, ISO 8601. */
  at: instant,
});

export const addEvidence = defineCaseVerb('add-evidence', addEvidenceInput, async (context) => {
  const { tx, kase, input, actor, now, books } = context;
  refuseOddPast('事实时间', input.at, { now, books });
  await refuseIdentity(tx, kase.ticket_id, input.text);
  const one = { kind: input.kind, text: input.text, at: input.at, clockId: null, by: personOf(actor) };
  return { set: { evidence: json([...kase.evidence, one]) }, text: `补充证据：${input.text}` };
});

export const decideInput = z.strictObject({
  ...caseInput,
  /** none = 不予追究. */
  measure: z.enum(['none', 'criticise', 'talk', 'rectify']),
  /** Id of a ground of accountability.yaml; not asked when nothing follows. */
  basis: z.string().max(20).optional(),
  reason: reasonText,
});

/** 作出决定: a named person other than the one who opened the case, on at least one piece of evidence, with its ground. */
export const decideCase = defineCaseVerb('decide', decideInput, ({ kase, input, actor, now, books }) => {
  if (kase.opened_by.id === actor.id) throw new AppError('forbidden', '立案人不得作出决定，须由另一人决定');
  const decided = { decided_by: json(personOf(actor)), decided_at: now, decision_reason: input.reason };
  if (input.measure === 'none')
    return {
      set: { ...decided, closed_at: now, outcome: '不予追究' },
      ...{ state: 'dropped' as const, text: '不予追究', reason: input.reason },
    };
  if (kase.evidence.length === 0) throw new AppError('precondition_failed', '没有证据，不能作出追究决定');
  const basis = books.accountability.bases.find((row) => row.id === input.basis);
  if (!basis) throw new AppError('invalid_input', '请选定依据');
  const measure = books.accountability.measures.find((row) => row.key === input.measure)!;
  return {
    set: { ...decided, measure: input.measure, basis: basis.id },
    ...{ text: `决定${measure.name}，依据${basis.text}`, reason: input.reason },
  };
});
