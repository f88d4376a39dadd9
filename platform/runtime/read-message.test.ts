import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readMessage } from './read-message.ts';

const now = new Date('2026-02-24T09:00:00+08:00');
const known = { group: 'readers', schema: z.object({ n: z.number() }), accepts: { type: 'test.happened', version: 2 } };
const envelope = {
  ...{ id: '0195a000-0000-7000-8000-000000000001', type: 'test.happened', version: 2, key: 'k' },
  ...{ at: '2026-02-24T08:00:00+08:00', traceId: 't', payload: { n: 1 } },
};
const read = (change: object, options: Parameters<typeof readMessage<{ n: number }>>[1] = known) =>
  readMessage(
    { topic: 't', partition: 0, offset: 0n, value: JSON.stringify({ ...envelope, ...change }) },
    options,
    now,
  );

describe('a message', () => {
  it.each<[string, object]>([
    ['of the known type and version', {}],
    ['of an older version', { version: 1 }],
    ['with fields nobody knows yet', { mood: 'fine', payload: { n: 1, colour: 'green' } }],
  ])('%s is worked on, with the fields we know', (_name, change) => {
    expect(read(change)).toMatchObject({ kind: 'message', message: { type: 'test.happened', payload: { n: 1 } } });
  });

  it.each<[string, object, string]>([
    ['of another type', { type: 'test.undone' }, 'type test.undone instead of test.happened'],
    ['of a newer version', { version: 3 }, 'version 3, newer than 2: update this program first'],
    ['without a version', { version: undefined }, 'envelope: version invalid_type'],
  ])('%s is set aside, though its fields could be read', (_name, change, detail) => {
    expect(read(change)).toEqual({ kind: 'unreadable', detail });
  });

  it('replayed for another group is stepped over, whatever its version', () => {
    expect(read({ forGroup: 'others', version: 3 })).toEqual({ kind: 'foreign' });
  });

  it('is taken as it comes by a reader that names no type', () => {
    const { group, schema } = known;
    expect(read({ type: 'other', version: 9 }, { group, schema })).toMatchObject({ kind: 'message' });
  });
});
