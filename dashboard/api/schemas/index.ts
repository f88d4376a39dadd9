/** Shapes of the HTTP API. The web application imports only types from here. */
export * from './common.ts';
export * from './session.ts';
export * from './accounts.ts';
export * from './mentions.ts';
export * from './events.ts';
export * from './warnings.ts';
export * from './registrations.ts';
export * from './tickets.ts';
export * from './verbs.ts';
export * from './overview.ts';
export * from './notifications.ts';
export * from './admin.ts';
export * from './evaluation.ts';
export * from './feedback.ts';
export * from './cases.ts';
export * from './hints.ts';
export * from './speakers.ts';
