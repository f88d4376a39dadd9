import { SETTINGS_HELP, type Settings } from '../../config/settings.ts';

const SECRET = '（已设置，不显示）';

/** What the system administrator may read of the settings: values, but no secret and no address with a password in it. */
export function settingsToShow(settings: Settings): { name: string; value: string; meaning: string }[] {
  const secret = (value: string | null): string => (value === null ? '' : SECRET);
  const values: Record<string, string> = {
    HUIYING_DATA: settings.dataFolder,
    HUIYING_CONFIG: settings.configFolder,
    HUIYING_HOST: settings.host,
    PORT: String(settings.port),
    HUIYING_PROFILE: settings.profile,
    HUIYING_STAGES: settings.stages.join(','),
    DATABASE_URL: secret(settings.databaseUrl),
    DATABASE_OWNER_URL: secret(settings.databaseOwnerUrl),
    HUIYING_JURISDICTION: settings.jurisdiction,
    HUIYING_LOG: settings.logLevel,
    HUIYING_HISTORY_DAYS: String(settings.historyDays),
    HUIYING_WORKERS: String(settings.workers),
    HUIYING_KEY: secret(settings.masterKey),
  };
  return SETTINGS_HELP.map(({ name, meaning }) => ({ name, meaning, value: values[name] ?? '' }));
}
