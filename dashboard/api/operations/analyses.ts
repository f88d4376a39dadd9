import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { operation, type Operation } from '../operation.ts';
import type { FeedbackRooms } from '../rooms.ts';
import { idParams } from '../schemas/common.ts';
import {
  feedbackLabels,
  feedbackPage,
  feedbackQuery,
  feedbackRequest,
  feedbackView,
  reviewRequest,
  tryAnswer,
  tryRequest,
} from '../schemas/feedback.ts';
import { DUTY } from './who-may.ts';

const TAG = '分析与纠正';
/** Who judges posts, and who edits the rulebooks the reading rests on (he meets no stored post here: rooms/feedback-room.ts). */
const READERS = [...DUTY, 'system_admin'] as const;
const REVIEWERS = ['duty_leader', 'system_admin'] as const;
/** A text costs a thread some milliseconds; a person types slower, a script does not. */
const PER_MINUTE = 30;

/** 试一段文字 and 纠正. */
export const analysisOperations = (rooms: FeedbackRooms): Operation[] => [
  tryOperation(rooms),
  labelsOperation(rooms),
  listOperation(rooms),
  giveOperation(rooms),
  reviewOperation(rooms),
];

const tryOperation = ({ feedback, time }: FeedbackRooms): Operation =>
  operation({
    id: 'analyses.try',
    method: 'post',
    path: '/analyses/try',
    summary: '试一段文字：完整分析，不保存',
    tag: TAG,
    roles: READERS,
    pace: PER_MINUTE,
    body: tryRequest,
    response: tryAnswer,
    async handle({ body }) {
      return { ...(await feedback.tryText(body)), serverTime: toLocalIso(time.now()) };
    },
  });

const labelsOperation = ({ feedback }: FeedbackRooms): Operation =>
  operation({
    id: 'analyses.labels',
    method: 'get',
    path: '/analyses/labels',
    summary: '纠正时可选的结果',
    tag: TAG,
    roles: READERS,
    response: feedbackLabels,
    handle: () => Promise.resolve({ items: feedback.labels() }),
  });

const listOperation = ({ feedback, time }: FeedbackRooms): Operation =>
  operation({
    id: 'feedback.list',
    method: 'get',
    path: '/feedback',
    summary: '纠正记录',
    tag: TAG,
    roles: READERS,
    query: feedbackQuery,
    response: feedbackPage,
    async handle({ query, viewer }) {
      return { ...(await feedback.list(query, viewer)), serverTime: toLocalIso(time.now()) };
    },
  });

const giveOperation = ({ feedback }: FeedbackRooms): Operation =>
  operation({
    id: 'feedback.give',
    method: 'post',
    path: '/feedback',
    summary: '纠正机器的一项结果，待他人复核，不直接改动规则和模型',
    tag: TAG,
    roles: READERS,
    pace: PER_MINUTE,
    body: feedbackRequest,
    response: feedbackView,
    status: 201,
    idempotent: true,
    handle: ({ body, viewer }) => feedback.give(body, viewer),
  });

const reviewOperation = ({ feedback }: FeedbackRooms): Operation =>
  operation({
    id: 'feedback.review',
    method: 'post',
    path: '/feedback/:id/review',
    summary: '复核他人的纠正：采纳或不予采纳',
    tag: TAG,
    roles: REVIEWERS,
    params: idParams,
    body: reviewRequest,
    response: feedbackView,
    idempotent: true,
    handle: ({ params, body, viewer }) => feedback.review(params.id, body, viewer),
  });
