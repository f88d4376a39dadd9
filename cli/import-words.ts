import type { ImportSummary } from '../ingest/index.ts';

/** What an import did, and where to go on from there. */
export function importWords(summary: ImportSummary): string {
  const lines = [
    `新增 ${summary.new}，更新 ${summary.updated}，未变 ${summary.unchanged}，拒收 ${summary.refused}（共 ${summary.rows} 行）`,
  ];
  if (summary.source !== '') lines.push(`来源：${summary.source.replaceAll(',', '、')}`);
  if (summary.alreadyDone) lines.push('此文件先前已导入完毕，未重复处理；需要重读请加 --again。');
  if (summary.conflicts > 0) lines.push(`文件内有 ${summary.conflicts} 处同一编号内容不同，以最后一行为准。`);
  if (summary.refusedFile) lines.push(`未收下的行及原因：${summary.refusedFile}（为原始数据，未作脱敏，请妥善保管）`);
  return [...lines, ...nextWords(summary)].join('\n');
}

/** Imported rows are real matters: a demonstration beside them may look, not act. */
const nextWords = ({ rows, refused }: ImportSummary): string[] =>
  rows === refused
    ? []
    : [
        '查看：服务运行时，逐条在网页【信息流】，归并后在【舆情事件】，须办理的在【工单】。',
        '导入的是正式数据：演示账号可以查看，不能办理；请用安全管理员开设的正式账号办理。',
      ];
