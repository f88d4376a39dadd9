import { ownTasks, ownUpward, waitingFacts } from '../consultations/my-tasks.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { QueryDeps } from './read.ts';
import { ownMediaQuestions, ownPromises } from '../wording/my-tasks.ts';

/** One thing a person owes. Times ISO 8601 +08:00. */
export interface MyTask {
  /** Unique among all kinds. */
  id: string;
  kind: string;
  /** 会商任务, 批示任务 … */
  kindTitle: string;
  ticketId: string;
  ticketNumber: string;
  ticketTitle: string;
  text: string;
  /** Null = 立即, without a deadline in figures. */
  dueAt: string | null;
  overdue: boolean;
  /** Desk of the ticket where it is done; null = on the ticket itself. */
  desk: string | null;
}

/** What one room of the responder knows that this person owes. It looks at the person's unit, roles and origin itself. */
export type TaskProvider = (deps: QueryDeps, actor: Actor) => Promise<MyTask[]>;

/** Another room adds its line here. */
const PROVIDERS: readonly TaskProvider[] = [ownTasks, ownUpward, waitingFacts, ownPromises, ownMediaQuestions];

/** 我的任务: what has no figure (立即) first, then by what is due first. */
export async function myTasks(deps: QueryDeps, actor: Actor): Promise<MyTask[]> {
  const found = await Promise.all(PROVIDERS.map((provider) => provider(deps, actor)));
  return found.flat().sort((a, b) => (a.dueAt ?? '').localeCompare(b.dueAt ?? ''));
}
