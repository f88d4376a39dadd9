import { z } from 'zod';
import { operation, type Operation } from '../operation.ts';
import type { IntakeRooms } from '../rooms.ts';
import { attachment, registered, registerRequest, registration } from '../schemas/registrations.ts';
import { BUSINESS, DUTY } from './who-may.ts';

const TAG = '登记';
const FILES = ['image/png', 'image/jpeg', 'image/webp', 'application/pdf'];

/** 快速登记 and its screenshots. */
export const intakeOperations = (rooms: IntakeRooms): Operation[] => [
  registerOperation(rooms),
  registrationOperation(rooms),
  uploadOperation(rooms),
  attachmentOperation(rooms),
];

const registerOperation = ({ intake }: IntakeRooms): Operation =>
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
    handle: ({ body, viewer, http }) => intake.register(body, viewer, http.request.get('idempotency-key') ?? null),
  });

/** So that whoever registered learns the number and goes on there. */
const registrationOperation = ({ intake }: IntakeRooms): Operation =>
  operation({
    id: 'registrations.read',
    method: 'get',
    path: '/registrations/:id',
    summary: '登记之后：生成或归入的事件与工单编号',
    tag: TAG,
    roles: [...DUTY, 'spokesperson'],
    params: z.object({ id: z.uuid() }),
    response: registration,
    handle: ({ params, viewer }) => intake.registration(params.id, viewer),
  });

const uploadOperation = ({ intake }: IntakeRooms): Operation =>
  operation({
    id: 'attachments.create',
    method: 'post',
    path: '/attachments',
    summary: '上传截图、照片（PNG、JPEG、WebP）或扫描件（PDF），每件不超过8MB',
    tag: TAG,
    roles: BUSINESS,
    raw: { types: FILES, limit: '10mb' },
    response: attachment,
    status: 201,
    handle: ({ body, viewer }) => intake.storeAttachment(body as unknown as Buffer, viewer),
  });

/** Bytes of a stored attachment; the browser may show a picture but never run anything, and only saves a PDF. */
const attachmentOperation = ({ intake }: IntakeRooms): Operation =>
  operation({
    id: 'attachments.read',
    method: 'get',
    path: '/attachments/:id',
    summary: '查看附件（PDF 只能下载）',
    tag: TAG,
    roles: BUSINESS,
    params: z.object({ id: z.uuid() }),
    response: z.unknown(),
    binary: FILES,
    async handle({ params, viewer, http }) {
      const { headers, bytes } = await intake.readAttachment(params.id, viewer);
      http.response.set(headers);
      return bytes;
    },
  });
