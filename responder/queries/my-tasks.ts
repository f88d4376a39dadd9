import { ownCases } from '../accountability/my-tasks.ts';
import { ownTasks, ownUpward, waitingFacts } from '../consultations/my-tasks.ts';
import { ownHandovers } from '../duty/my-tasks.ts';
import { waitingAdmissions, ownLetters } from '../inquiries/my-tasks.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { waitingConferences, waitingReleases } from '../releases/my-tasks.ts';
import { waitingEvaluations } from '../tickets/evaluation-tasks.ts';
import { waitingDrafts, waitingExtensions } from '../tickets/my-papers.ts';
import { waitingSteps } from '../tickets/my-steps.ts';
import { ownCopies, waitingReceipts } from '../transfers/my-tasks.ts';
import type { QueryDeps } from './read.ts';
import type { MyTask, TaskProvider, TasksQuery } from './task.ts';
import { ownMediaQuestions, ownPromises } from '../wording/my-tasks.ts';

/** Another room adds its line here. Each asks as often however many tickets there are. */
const PROVIDERS: readonly TaskProvider[] = [
  ...[waitingSteps, waitingEvaluations, waitingExtensions, waitingDrafts, waitingConferences, waitingReleases],
  ...[ownTasks, ownUpward, waitingFacts, waitingAdmissions, waitingReceipts],
  ...[ownPromises, ownMediaQuestions, ownLetters, ownCopies, ownHandovers, ownCases],
];

/** 我的任务: what is to be done at once first, then by what is due first, then what has no deadline. */
export async function myTasks(deps: QueryDeps, actor: Actor, query: TasksQuery = {}): Promise<MyTask[]> {
  const found = await Promise.all(PROVIDERS.map((provider) => provider(deps, actor, query)));
  return found.flat().sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}
const keyOf = ({ atOnce, dueAt }: MyTask): string => (atOnce ? '' : (dueAt ?? '9'));
