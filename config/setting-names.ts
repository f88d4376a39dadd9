import { isSecret, settingsSchema } from './settings-schema.ts';

/** Read elsewhere: the corpus of `evaluate`, and what only tests and compose files read. */
const OTHERS = new Set([
  ...['HUIYING_CORPUS', 'HUIYING_PICTURES', 'HUIYING_CHROMIUM'],
  ...['HUIYING_PORT', 'HUIYING_INGEST_PORT', 'HUIYING_MEMORY', 'HUIYING_ANALYZER_MEMORY', 'HUIYING_APP_PASSWORD_FILE'],
]);
/** Secrets of connectors, by the name the administrator gave them. */
const CONNECTOR_SECRET = /^HUIYING_SECRET_/;
/** What an orchestrator adds for a service that is called kafka or redis (KAFKA_PORT=tcp://…, REDIS_SERVICE_HOST …). */
const SERVICE_LINK = /^[A-Z0-9_]+_(SERVICE_(HOST|PORT)|PORT)(_[A-Z0-9_]+)?$/;

/** A setting, or NAME_FILE of a secret: what a settings file may hold. */
export const isSetting = (name: string): boolean =>
  name in settingsSchema.shape || (name.endsWith('_FILE') && isSecret(name.slice(0, -'_FILE'.length)));

/** Names in the environment that look like ours and are read by nobody; a mistyped one leaves its setting at the default. */
export function unknownNames(env: Record<string, string | undefined>): string[] {
  return Object.keys(env)
    .filter((name) => /^(HUIYING|KAFKA|REDIS)_/.test(name) && !isSetting(name) && !OTHERS.has(name))
    .filter((name) => !CONNECTOR_SECRET.test(name) && !(SERVICE_LINK.test(name) && !name.startsWith('HUIYING_')))
    .map((name) => `不认识环境变量 ${name}，未采用；可用 check-config --settings 查看全部设置。`);
}
