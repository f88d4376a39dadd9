import { parseArgs } from 'node:util';
import { argumentProblem } from './cli/arguments.ts';
import { readSettings } from './config/settings.ts';
import { startApp } from './platform/start-app.ts';
import { AppError } from './platform/runtime/errors.ts';
import { createLifecycle, stopOnSignals } from './platform/runtime/lifecycle.ts';
import { createLog } from './platform/runtime/log.ts';

/** Read config, start, turn signals into stop; nothing else. */
async function main(): Promise<void> {
  const { env, isEmpty } = readArguments();
  const settings = readSettings(env);
  const log = createLog(settings.logLevel);
  const lifecycle = createLifecycle(log);
  const stop = async (): Promise<void> => {
    process.stdout.write('正在停止…\n');
    await lifecycle.stop();
    forget();
    process.stdout.write('已停止。\n');
  };
  const forget = stopOnSignals({ log, stop, force: () => process.exit(1) });
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  try {
    await lifecycle.start(() => startApp({ settings, env, log, lifecycle, isEmpty, print }));
  } catch (error) {
    if (lifecycle.stopping.aborted) return; // Ctrl-C while it waited for an engine: what was asked for, no failure
    forget();
    throw error;
  }
}

/** Flags win over the environment. @throws AppError 'invalid_input' naming what is not understood. */
function readArguments(): { env: Record<string, string | undefined>; isEmpty: boolean } {
  try {
    const text = { type: 'string' } as const;
    const options = {
      empty: { type: 'boolean', default: false },
      stages: text,
      port: text,
      data: text,
      profile: text,
      settings: text,
    } as const;
    const { values } = parseArgs({ options });
    const { stages, port, data, profile, settings } = values;
    const given = {
      HUIYING_STAGES: stages,
      PORT: port,
      HUIYING_DATA: data,
      HUIYING_PROFILE: profile,
      HUIYING_SETTINGS: settings,
    };
    const flags = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    return { env: { ...process.env, ...flags }, isEmpty: values.empty };
  } catch (error) {
    const usage =
      '用法：npm start -- [--empty] [--port 3000] [--data 目录] [--stages ingest,analyzer,responder,dashboard] [--profile embedded|distributed] [--settings 设置文件]';
    throw new AppError('invalid_input', `${argumentProblem(error)}\n${usage}`);
  }
}

main().catch((error: unknown) => {
  const text =
    error instanceof AppError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`启动失败：${text}\n`);
  process.exitCode = 1;
});
