import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { spokenTime } from '../../platform/runtime/local-time.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb, noteText } from '../tickets/act.ts';
import { lockLine, shownFigure, supersede } from './fact-lines.ts';

export const approveFactInput = z.strictObject({
  ...asideInput,
  lineId: z.uuid(),
  version: z.number().int().positive(),
  approve: z.boolean(),
  reason: noteText,
});

/** 批准事实, by another person of a lead body or the head of the lead unit. From then on it may be told, and nothing else. */
export const approveFact = defineVerb('approve-fact', approveFactInput, async (context) => {
  const { tx, input, actor, now } = context;
  const { line, versions, current } = await lockLine(context, input);
  if (line.disputed) throw new AppError('precondition_failed', `“${line.title}”各单位说法不一，须先会商一致`);
  if (current.state !== 'proposed') {
    const won = `${current.decided_by?.name ?? '他人'} 已于 ${spokenTime(current.decided_at ?? now)} `;
    const said = current.state === 'refused' ? `不予批准（${current.decision ?? ''}）` : '批准';
    throw new AppError('illegal_move', `这一版已经审定：${won}${said}，请刷新后再看`);
  }
  if (current.written_by.id === actor.id) throw new AppError('precondition_failed', '填写人不能批准自己填写的事实');
  if (!input.approve && !input.reason) throw new AppError('precondition_failed', '不予批准须写明理由');
  await tx
    .updateTable('responder_fact_versions')
    .set({
      ...{ state: input.approve ? 'approved' : 'refused', decision: input.reason ?? null },
      ...{ decided_at: now, decided_by: json(personOf(actor)) },
    })
    .where('line_id', '=', line.id)
    .where('version', '=', current.version)
    .execute();
  const before = versions.filter(({ state }) => state === 'approved').map(({ version }) => version);
  if (input.approve) await supersede(tx, line.id, before);
  const said = `${line.title} ${shownFigure(current)}（第${current.version}版）`;
  return {
    entry: {
      text: input.approve ? `批准事实：${said}` : `未批准事实：${said}`,
      reason: input.reason ?? null,
      payload: { lineId: line.id, version: current.version },
    },
  };
});
