import type { AccountsContext } from '../../accounts/accounts-context.ts';
import type {
  CasesRooms,
  FeedbackRooms,
  IntakeRooms,
  OverviewRooms,
  PapersRooms,
  SpeakerRooms,
  TicketRooms,
  WatchRooms,
} from '../rooms.ts';
import type { DutyRooms } from '../rooms.ts';
import type { Operation } from '../operation.ts';
import type { Units } from '../units.ts';
import { accountOperations } from './accounts.ts';
import { adminOperations } from './admin.ts';
import { analysisOperations } from './analyses.ts';
import { auditOperations } from './audit.ts';
import { caseOperations } from './cases.ts';
import { directoryOperations } from './directory.ts';
import { dutyOperations } from './duty.ts';
import { watchOperations } from './events.ts';
import { notificationOperations } from './notifications.ts';
import { overviewOperations } from './overview.ts';
import { paperOperations } from './papers.ts';
import { intakeOperations } from './registrations.ts';
import { promiseOperations } from './promises.ts';
import { ruleOperations } from './rules.ts';
import { sessionOperations } from './session.ts';
import { speakerOperations } from './speakers.ts';
import { taskOperations } from './tasks.ts';
import { ticketOperations } from './tickets.ts';

export type AllRooms = TicketRooms &
  SpeakerRooms &
  DutyRooms &
  PapersRooms &
  CasesRooms &
  WatchRooms &
  IntakeRooms &
  FeedbackRooms &
  OverviewRooms & {
    accounts: AccountsContext;
    units: Units;
    configFolder: string;
    settings: readonly { name: string; value: string; meaning: string }[];
  };

/** Every operation of the API, in the order of the document. */
export function allOperations(rooms: AllRooms): Operation[] {
  const operations: Operation[] = [
    ...sessionOperations({ ...rooms, operations: () => operations }),
    ...overviewOperations(rooms),
    ...watchOperations(rooms),
    ...ticketOperations(rooms),
    ...taskOperations(rooms),
    ...promiseOperations(rooms),
    ...paperOperations(rooms),
    ...intakeOperations(rooms),
    ...ruleOperations(rooms),
    ...analysisOperations(rooms),
    ...caseOperations(rooms),
    ...notificationOperations(rooms),
    ...speakerOperations(rooms),
    ...dutyOperations(rooms),
    ...directoryOperations(rooms),
    ...accountOperations(rooms),
    ...adminOperations(rooms),
    ...auditOperations(rooms),
  ];
  return operations;
}
