import { deskRow, DUTY, openOrClosed, stay, UNIT } from '../tickets/verb-row.ts';

/** Verbs of what lies under seal. Who admits a reader holds a higher post than the reader's own desk (rules.md J19: 上提一级). */
export const SEALED_VERBS = [
  deskRow('sealed', 'seal-value', '封存', 'anyone_involved', [...DUTY, ...UNIT], ['label', 'value']),
  deskRow(
    ...(['sealed', 'admit-reader', '准予查阅', 'anyone_involved', ['unit_head', 'duty_leader', 'leader']] as const),
    ...([['actorId', 'name', 'reason'], openOrClosed] as const),
  ),
  deskRow(
    ...(['sealed', 'remove-reader', '取消查阅', 'anyone_involved', ['unit_head', 'duty_leader', 'leader']] as const),
    ...([['actorId', 'reason'], { ...openOrClosed, ...stay('archived') }] as const),
  ),
  deskRow(
    'sealed',
    'destroy-seals',
    '销毁封存内容',
    'coordinating',
    ['duty_leader'],
    ['reason'],
    stay('closed', 'archived'),
  ),
] as const;
