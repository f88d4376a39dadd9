import { z } from 'zod';
import { ruleNames, type RuleName } from '../../../config/rule-names.ts';
import { loadRulebooks } from '../../../config/rulebooks.ts';
import { operation, type Operation } from '../operation.ts';

const ruleName = z
  .object({
    /** Code of the row: N-04, W-MEDIA, T-work-safety. */
    id: z.string(),
    name: z.string(),
    /** Paper and article it rests on; null = the row states none. */
    doc: z.string().nullable(),
  })
  .meta({ id: 'RuleName' });

/** What the codes on the screens are called. Read once: rulebooks change by a restart. */
export const ruleOperations = ({ configFolder }: { configFolder: string }): Operation[] => {
  let names: RuleName[] | undefined;
  return [
    operation({
      id: 'rules.names',
      method: 'get',
      path: '/rule-names',
      summary: '规则名称及依据文件',
      tag: '目录',
      roles: 'signed_in',
      response: z.object({ items: z.array(ruleName) }),
      handle: () => Promise.resolve({ items: (names ??= ruleNames(loadRulebooks(configFolder))) }),
    }),
  ];
};
