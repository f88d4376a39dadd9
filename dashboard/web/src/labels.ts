/** Keys of rulebooks and messages in the words officials use, a file a matter; screens take them from here. */
export * from './labels/analysis.ts';
export * from './labels/events.ts';
export * from './labels/papers.ts';
export * from './labels/rulebooks.ts';
export * from './labels/sources.ts';
export * from './labels/tickets.ts';
