import { createHash } from 'node:crypto';
import {
  attachmentHeaders,
  mentionsWithAttachment,
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
import type { Viewer } from '../accounts/sessions.ts';
import type { IntakeRoom } from '../api/rooms.ts';

export interface IntakeDeps {
  kernel: Kernel<IngestTables>;
  jurisdiction: string;
  historyDays: number;
  /** Whether the viewer may see a mention (watch-room.ts). */
  seesMention(id: string, viewer: Viewer): Promise<boolean>;
  /** The event and ticket a mention came to, as far as the viewer may see them. */
  becameOf: IntakeRoom['registration'];
  /** Whether the attachment is the scan of an instruction, or came with a report, that the viewer may read. */
  seesPaper(id: string, viewer: Viewer): Promise<boolean>;
}

/** 快速登记 and its screenshots, in the name of the person at the screen. */
export function intakeRoom({
  kernel,
  jurisdiction,
  historyDays,
  seesMention,
  seesPaper,
  becameOf,
}: IntakeDeps): IntakeRoom {
  /** Whoever may see a registration may see its screenshots; until it is sent only who took them may. */
  const seesOneWith = async (id: string, viewer: Viewer): Promise<boolean> => {
    for (const mention of await mentionsWithAttachment(kernel.db, id)) {
      if (await seesMention(mention, viewer)) return true;
    }
    return false;
  };
  return {
    async register(input, viewer, key) {
      const { origin } = viewer.user;
      const requestId = key === null ? uuidv7(kernel.time.now()) : requestIdOf(viewer.user.id, key);
      const about = { jurisdiction, historyDays, origin };
      const { mentionId } = await registerByHand(kernel, { ...input, requestId }, actorOf(viewer.user), about);
      return { mentionId };
    },
    registration: becameOf,
    async storeAttachment(bytes, viewer) {
      const about = { actor: actorOf(viewer.user), jurisdiction, origin: viewer.user.origin };
      const id = await storeAttachment(kernel, bytes, about);
      const stored = await readAttachment(kernel.db, id);
      return { id, contentType: stored?.mediaType ?? 'application/octet-stream', bytes: bytes.length };
    },
    async readAttachment(id, viewer) {
      const found = await readAttachment(kernel.db, id);
      const shown =
        found !== null &&
        seesOrigin(viewer.user.origin, found.origin) &&
        (found.addedBy === viewer.user.id || (await seesOneWith(id, viewer)) || (await seesPaper(id, viewer)));
      if (!shown) throw new AppError('not_found', '没有这张截图，或您无权查看');
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
