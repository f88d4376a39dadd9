import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createEngine,
  EngineMissing,
  ENGINES,
  fetchKafkaJars,
  type Engine,
  type EngineName,
} from '../../tools/engines/index.ts';

/** What a test file is told of an engine. */
export type EngineAnswer = { env: Record<string, string> } | { missing: string } | { error: string };

export interface EngineKeeper {
  url: string;
  close(): Promise<void>;
}

/**
 * Starts an engine when the first test file asks for it and keeps it for the whole run: test files live in processes of
 * their own, so they ask over HTTP.
 */
export async function keepEngines(folder: string): Promise<EngineKeeper> {
  const asked = new Map<EngineName, Promise<EngineAnswer>>();
  const started: Engine[] = [];
  const give = async (name: EngineName): Promise<EngineAnswer> => {
    try {
      if (name === 'kafka' && process.env['CI']) fetchKafkaJars();
      const engine = await createEngine(name, folder);
      started.push(engine);
      await engine.start();
      return { env: engine.env };
    } catch (error) {
      return error instanceof EngineMissing ? { missing: error.message } : { error: String(error) };
    }
  };
  const server: Server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1) as EngineName;
    if (!ENGINES.includes(name)) return void response.writeHead(404).end();
    const answer = asked.get(name) ?? give(name);
    asked.set(name, answer);
    void answer.then((body) => response.end(JSON.stringify(body)));
  });
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await Promise.all([...asked.values()]);
      await Promise.all(started.map((engine) => engine.remove()));
    },
  };
}
