/** One task of a sitting or an instruction, as the form holds it. */
export interface TaskRow {
  unit: string;
  text: string;
  dueAt: string;
  toward: 'answer' | 'later';
}

/** What each begun row still lacks, by its number; an empty one is to be filled in or taken out. */
export const tasksLack = (value: unknown): string[] =>
  (value as readonly TaskRow[]).flatMap(({ unit, text, dueAt }, index) => {
    const lacking = [
      ...(unit === '' ? ['承办单位'] : []),
      ...(text.trim().length < 2 ? ['任务内容'] : []),
      ...(dueAt === '' ? ['办理期限'] : []),
    ];
    if (lacking.length === 0) return [];
    return [`第${index + 1}项任务的${lacking.join('、')}${lacking.length === 3 ? '（不需要的请删除）' : ''}`];
  });
