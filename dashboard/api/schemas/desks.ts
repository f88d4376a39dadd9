/** Shapes of what lies on the desks of a ticket, as the responder reads them. Types only: the web application takes them from here. */
export type { AsksDesk, MediaDesk, PromisesDesk, RumoursDesk } from '../../../responder/index.ts';
export type { CopyView, InquiriesDesk, InquiryView, JudgementDesk, TransfersDesk } from '../../../responder/index.ts';
export type { ClocksDesk, SealedDesk } from '../../../responder/index.ts';
export type { FactsDesk, InstructionsDesk, RoomDesk, TaskView, UpwardDesk } from '../../../responder/index.ts';
export type { ReleaseDesk } from '../../../responder/index.ts';
