import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createLifecycle, stopOnSignals } from './lifecycle.ts';
import { silentLog } from './log.ts';

function house() {
  const story: string[] = [];
  const lifecycle = createLifecycle(silentLog);
  const open = (name: string): void => {
    story.push(`+${name}`);
    lifecycle.onStop(name, () => void story.push(`-${name}`));
  };
  return { story, lifecycle, open };
}

describe('lifecycle', () => {
  it('undoes in the opposite order, once', async () => {
    const { story, lifecycle, open } = house();
    await lifecycle.start(async () => ['database', 'bus', 'http'].forEach(open));
    await Promise.all([lifecycle.stop(), lifecycle.stop()]);
    expect(story).toEqual(['+database', '+bus', '+http', '-http', '-bus', '-database']);
  });

  it('starts once, however often asked', async () => {
    const { story, lifecycle, open } = house();
    const start = async (): Promise<void> => open('database');
    await Promise.all([lifecycle.start(start), lifecycle.start(start)]);
    expect(story).toEqual(['+database']);
  });

  it('drains what was started when the start fails half-way, and tells the failure', async () => {
    const { story, lifecycle, open } = house();
    const start = lifecycle.start(async () => {
      open('database');
      open('bus');
      throw new Error('port taken');
    });
    await expect(start).rejects.toThrow('port taken');
    expect(story).toEqual(['+database', '+bus', '-bus', '-database']);
    expect(await lifecycle.stop()).toEqual([]);
  });

  it('goes on after a step that fails or hangs, and names it', async () => {
    const { story, lifecycle, open } = house();
    open('database');
    lifecycle.onStop('hangs', () => new Promise(() => undefined), 20);
    lifecycle.onStop('fails', () => Promise.reject(new Error('no')));
    expect(await lifecycle.stop()).toEqual(['fails', 'hangs']);
    expect(story).toEqual(['+database', '-database']);
  });

  it('lets a start finish before it stops', async () => {
    const { story, lifecycle, open } = house();
    let go: () => void = () => undefined;
    const started = lifecycle.start(async () => {
      await new Promise<void>((resolve) => (go = resolve));
      open('database');
    });
    const stopped = lifecycle.stop();
    go();
    await Promise.all([started, stopped]);
    expect(story).toEqual(['+database', '-database']);
  });

  it('stops at the first signal and forces at the second', async () => {
    const source = new EventEmitter();
    const story: string[] = [];
    const undo = stopOnSignals({
      source,
      log: silentLog,
      stop: async () => void story.push('stop'),
      force: () => void story.push('force'),
    });
    source.emit('SIGINT', 'SIGINT');
    source.emit('SIGTERM', 'SIGTERM');
    undo();
    source.emit('SIGINT', 'SIGINT');
    expect(story).toEqual(['stop', 'force']);
  });
});
