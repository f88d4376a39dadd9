import { spawn } from 'node:child_process';

/**
 * A shell in a session of its own whose input ends when this process dies, even by kill -9; then it ends the server whose
 * pid stands in the first line of `pidFile`. @returns undo, for when the server is given up.
 */
export function endWithUs(pidFile: string, signal: 'KILL' | 'QUIT'): () => void {
  const script = `read done || kill -${signal} "$(head -n 1 "$1")" 2>/dev/null`;
  const watcher = spawn('/bin/sh', ['-c', script, 'watch', pidFile], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  watcher.unref();
  (watcher.stdin as unknown as { unref(): void }).unref();
  return () => void watcher.stdin.end('done\n');
}
