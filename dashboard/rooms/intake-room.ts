import { createHash } from 'node:crypto';
import {
  attachmentHeaders,
  readAttachment,
  registerByHand,
  storeAttachment,
  type IngestTables,
} from '../../ingest/index.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Kernel } from '../../platform/runtime/kernel.ts';
import { actorOf } from '../accounts/accounts-context.ts';
import { seesOrigin } from '../accounts/scope.ts';
import type { IntakeRoom } from '../api/rooms.ts';

export interface IntakeDeps {
  kernel: Kernel<IngestTables>;
  jurisdiction: string;
  historyDays: number;
}

/** 快速登记 and its screenshots, in the name of the person at the screen. */
export function intakeRoom({ kernel, jurisdiction, historyDays }: IntakeDeps): IntakeRoom {
  return {
    async register(input, viewer, key) {
      const { origin } = viewer.user;
      const requestId = key === null ? uuidv7(kernel.time.now()) : requestIdOf(viewer.user.id, key);
      const about = { jurisdiction, historyDays, origin };
      const { mentionId } = await registerByHand(kernel, { ...input, requestId }, actorOf(viewer.user), about);
      return { mentionId };
    },
    async storeAttachment(bytes, viewer) {
      const about = { actor: actorOf(viewer.user), jurisdiction, origin: viewer.user.origin };
      const id = await storeAttachment(kernel, bytes, about);
      const stored = await readAttachment(kernel.db, id);
      return { id, contentType: stored?.mediaType ?? 'application/octet-stream', bytes: bytes.length };
    },
    async readAttachment(id, viewer) {
      const found = await readAttachment(kernel.db, id);
      if (!found || !seesOrigin(viewer.user.origin, found.origin)) throw new AppError('not_found', '没有这张截图');
      return { headers: attachmentHeaders(found.mediaType), bytes: found.bytes };
    },
  };
}

/** The same key of the same person is the same registration, also after a crash between the two. */
function requestIdOf(userId: string, key: string): string {
  const hex = createHash('sha256').update(`${userId}\n${key}`).digest('hex');
  // The shape of a UUIDv8 (RFC 9562 §5.8: custom content).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
