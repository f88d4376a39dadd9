import { ownCases } from '../accountability/my-tasks.ts';
import { ownTasks, ownUpward, owedReports, upwardDrafts } from '../consultations/my-tasks.ts';
import { disputedFacts, waitingFacts } from '../consultations/waiting-facts.ts';
import { waitingInstructions, waitingPresentations, waitingRooms } from '../consultations/waiting-papers.ts';
import { stoodStill } from '../deadlines/my-tasks.ts';
import { ownHandovers } from '../duty/my-tasks.ts';
import { answeredLetters, ownLetters, waitingAdmissions } from '../inquiries/my-tasks.ts';
import type { Colour } from '../../analyzer/messages.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { answersGone, answersOwed } from '../releases/answers-owed.ts';
import { unsignedDelegations } from '../releases/delegations.ts';
import { waitingLinks, waitingPlans } from '../releases/my-plans.ts';
import { waitingConferences } from '../releases/my-conferences.ts';
import { waitingReleases } from '../releases/my-tasks.ts';
import { standingCopies } from '../releases/standing-copies.ts';
import { graveMatters } from '../tickets/my-grave.ts';
import { waitingArchives } from '../tickets/archive-tasks.ts';
import { waitingEvaluations } from '../tickets/evaluation-tasks.ts';
import { waitingDrafts, waitingExtensions } from '../tickets/my-papers.ts';
import { waitingSteps } from '../tickets/my-steps.ts';
import { ownCopies, waitingReceipts } from '../transfers/my-tasks.ts';
import type { QueryDeps } from './read.ts';
import { partOf, TASK_PARTS } from './task-parts.ts';
import type { MyTask, TaskProvider, TasksQuery } from './task.ts';
import { waitingRecords } from '../wording/records-owed.ts';
import { ownMediaQuestions, ownPromises } from '../wording/my-tasks.ts';

/** Another room adds its line here. Each asks as often however many tickets there are. */
const PROVIDERS: readonly TaskProvider[] = [
  ...[
    waitingSteps,
    waitingEvaluations,
    waitingArchives,
    graveMatters,
    stoodStill,
    waitingExtensions,
    waitingDrafts,
    waitingConferences,
    waitingReleases,
  ],
  ...[
    unsignedDelegations,
    answersOwed,
    answersGone,
    standingCopies,
    waitingPlans,
    waitingLinks,
    ownTasks,
    waitingRooms,
    waitingPresentations,
    waitingInstructions,
    ownUpward,
    owedReports,
    upwardDrafts,
    waitingFacts,
    disputedFacts,
    waitingAdmissions,
    answeredLetters,
    waitingReceipts,
  ],
  ...[waitingRecords, ownPromises, ownMediaQuestions, ownLetters, ownCopies, ownHandovers, ownCases],
];

/** 我的任务: what a leader decides before what he oversees; in each what is to be done at once, then what is due first, then what has no deadline. */
export async function myTasks(deps: QueryDeps, actor: Actor, query: TasksQuery = {}): Promise<MyTask[]> {
  const found = await Promise.all(PROVIDERS.map((provider) => provider(deps, actor, query)));
  const tasks = found.flat();
  const colours = await coloursOf(deps, [...new Set(tasks.flatMap(({ ticketId }) => ticketId ?? []))]);
  return tasks
    .map((task): MyTask => ({
      ...task,
      part: partOf(task, actor),
      colour: colours.get(task.ticketId ?? '') ?? null,
    }))
    .sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

async function coloursOf({ db }: QueryDeps, ids: string[]): Promise<Map<string, Colour | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('responder_tickets').select(['id', 'colour']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, colour }) => [id, colour]));
}

const keyOf = ({ part, atOnce, dueAt }: MyTask): string => TASK_PARTS.indexOf(part) + (atOnce ? '' : (dueAt ?? '9'));
