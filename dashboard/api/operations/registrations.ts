import { operation, type Operation } from '../operation.ts';
import { attachment, registered, registerRequest } from '../schemas/registrations.ts';
import type { IntakeRooms } from '../rooms.ts';
import { BUSINESS, DUTY } from './who-may.ts';
import { z } from 'zod';

const TAG = '登记';

/** 快速登记 and its screenshots. */
export const intakeOperations = ({ intake }: IntakeRooms): Operation[] => [
  operation({
    id: 'registrations.create',
    method: 'post',
    path: '/registrations',
    summary: '快速登记：谁在何时告知，立即成为事件',
    tag: TAG,
    roles: [...DUTY, 'spokesperson'],
    body: registerRequest,
    response: registered,
    status: 201,
    idempotent: true,
    handle: ({ body, viewer }) => intake.register(body, viewer),
  }),
  operation({
    id: 'attachments.create',
    method: 'post',
    path: '/attachments',
    summary: '上传截图（PNG 或 JPEG）',
    tag: TAG,
    roles: BUSINESS,
    raw: { types: ['image/png', 'image/jpeg'], limit: '10mb' },
    response: attachment,
    status: 201,
    handle: ({ body, actor }) => intake.storeAttachment(body as unknown as Buffer, actor),
  }),
];

/** Bytes of a stored screenshot; the browser may show it but never run it. */
export const attachmentOperation = ({ intake }: IntakeRooms): Operation =>
  operation({
    id: 'attachments.read',
    method: 'get',
    path: '/attachments/:id',
    summary: '查看截图',
    tag: TAG,
    roles: BUSINESS,
    params: z.object({ id: z.string().regex(/^[\w-]{8,100}$/) }),
    response: z.unknown(),
    binary: ['image/png', 'image/jpeg'],
    async handle({ params, viewer, http }) {
      const { contentType, bytes } = await intake.readAttachment(params.id, viewer);
      http.response.type(contentType);
      return bytes;
    },
  });
