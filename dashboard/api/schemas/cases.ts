import { z } from 'zod';
import { caseChoices, caseView } from '../../../responder/index.ts';
import { time } from './common.ts';

export type { CaseView } from '../../../responder/index.ts';
/** 问责 cases this person may read, and what may be chosen when one is opened or decided. */
export const casesList = z.object({ items: z.array(caseView), choices: caseChoices, serverTime: time });
export type CasesList = z.infer<typeof casesList>;
