/**
 * Every topic of the system, with the number of partitions it starts with and what `huiying republish` calls its messages.
 * Names are plural.past-participle.
 */
export const TOPICS = {
  'mentions.collected': { partitions: 4, keyedBy: 'mention id', republishedAs: 'mentions' },
  'mentions.analyzed': { partitions: 4, keyedBy: 'grouping domain (root jurisdiction)', republishedAs: 'analyses' },
  'events.changed': { partitions: 4, keyedBy: 'event id', republishedAs: 'events' },
  'warnings.raised': { partitions: 4, keyedBy: 'event id, or warning id', republishedAs: 'warnings' },
  'tickets.changed': { partitions: 4, keyedBy: 'ticket id', republishedAs: 'tickets' },
} as const;

export type TopicName = keyof typeof TOPICS;

/** Who reads what, in every process together: the lamp for the backlog asks for each. */
export const READERS: readonly { group: string; topic: TopicName }[] = [
  { group: 'analyze', topic: 'mentions.collected' },
  { group: 'group', topic: 'mentions.analyzed' },
  { group: 'responder', topic: 'events.changed' },
  { group: 'responder', topic: 'warnings.raised' },
  { group: 'dashboard', topic: 'mentions.analyzed' },
  { group: 'dashboard', topic: 'events.changed' },
  { group: 'dashboard', topic: 'warnings.raised' },
  { group: 'dashboard', topic: 'tickets.changed' },
];

/** On PostgreSQL messages are kept this long and until every group has passed; on Kafka as long as KAFKA_RETENTION_DAYS says. */
export const TOPIC_RETENTION_DAYS = 7;
