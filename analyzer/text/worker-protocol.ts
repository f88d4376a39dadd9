import type { MessagePort } from 'node:worker_threads';

/** Main → worker. `stop` is answered by closing the port once what runs is done: a thread is never killed inside jieba. */
export type ToWorker<In> = { kind: 'batch'; id: number; batch: In } | { kind: 'stop' };
/** An answer travels as one JSON text: read a third faster than a cloned object, and the thread that hands out the work is what two workers wait for. */
export type FromWorker =
  { kind: 'ready' } | { kind: 'done'; id: number; json: string } | { kind: 'failed'; id: number; message: string };

/** The worker's side: one batch at a time, in order of arrival. */
export function serveBatches<In, Out>(port: MessagePort, work: (batch: In) => Out): void {
  port.on('message', (message: ToWorker<In>) => {
    if (message.kind === 'stop') port.close();
    else port.postMessage(attempt(message, work));
  });
  port.postMessage({ kind: 'ready' } satisfies FromWorker);
}

function attempt<In, Out>(message: { id: number; batch: In }, work: (batch: In) => Out): FromWorker {
  try {
    return { kind: 'done', id: message.id, json: JSON.stringify(work(message.batch)) };
  } catch (error) {
    return {
      kind: 'failed',
      id: message.id,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
