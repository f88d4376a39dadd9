import { describe, expect, it } from 'vitest';
import { isServerAway, returnedText, troubleOf, troubleText, type Signs, type Trouble } from './connection-state.ts';

const fine: Signs = { socket: 'on', readiness: { reached: true, away: [] }, failing: false };
const away = (...parts: string[]): Pick<Signs, 'readiness'> => ({ readiness: { reached: true, away: parts } });

describe('what the page says of its connection', () => {
  it.each<[string, Partial<Signs>, Trouble | null]>([
    ['all is well', {}, null],
    ['the page has just been opened', { socket: 'connecting' }, null],
    ['the server does not answer', { readiness: { reached: false } }, 'unreachable'],
    ['neither server nor socket', { readiness: { reached: false }, socket: 'off', failing: true }, 'unreachable'],
    ['the database is away', away('database'), 'unavailable'],
    ['a list could not be read again', { failing: true }, 'unavailable'],
    ['Redis is away', away('redis'), 'delayed'],
    ['the clock of the machine is wrong', away('clock'), 'paused'],
    ['the clock is wrong and the bus is away', away('clock', 'bus'), 'paused'],
    ['the clock is wrong and the database is away', away('clock', 'database'), 'unavailable'],
    ['Kafka and the database are away', away('kafka', 'database'), 'unavailable'],
    ['only the socket is down', { socket: 'off' }, 'delayed'],
  ])('when %s', (_what, signs, trouble) => {
    expect(troubleOf({ ...fine, ...signs })).toBe(trouble);
  });

  it.each<Trouble>(['unreachable', 'unavailable', 'delayed'])(
    'names the state %s, since when, and what it means',
    (trouble) => {
      expect(troubleText(trouble, '10:05:32')).toMatch(/正在.+10:05:32.+数据可能不是最新。$/);
    },
  );

  it('says that deadlines wait while the clock of the server is wrong, and when they go on', () => {
    expect(troubleText('paused', '10:05:32')).toMatch(/服务器时钟不准，时限.+已暂停.+自 10:05:32 起/);
    expect(returnedText('paused')).toContain('时限恢复');
    expect(returnedText('delayed')).toContain('连接已恢复');
  });

  it('counts answers of a server that is away, not refusals', () => {
    expect([0, 502, 503, 504].every(isServerAway)).toBe(true);
    expect([400, 401, 403, 404, 409, 412, 429, 500].some(isServerAway)).toBe(false);
  });
});
