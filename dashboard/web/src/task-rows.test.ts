import { expect, it } from 'vitest';
import { tasksLack, type TaskRow } from './task-rows.ts';

const whole: TaskRow = { unit: 'housing', text: '核实损失', dueAt: '2026-03-10T12:00:00+08:00', toward: 'answer' };
it.each<[string, TaskRow[], string[]]>([
  ['nothing', [whole, whole], []],
  ['a date, by the number of its row', [whole, { ...whole, dueAt: '' }], ['第2项任务的办理期限']],
  ['more than one thing', [{ ...whole, unit: '', text: '核' }], ['第1项任务的承办单位、任务内容']],
  [
    'everything: then it may also go',
    [{ unit: '', text: '', dueAt: '', toward: 'answer' }],
    ['第1项任务的承办单位、任务内容、办理期限（不需要的请删除）'],
  ],
])('a task lacks %s', (_what, rows, expected) => {
  expect(tasksLack(rows)).toEqual(expected);
});
