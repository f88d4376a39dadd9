import { SETTINGS_HELP, type Settings } from '../../config/settings.ts';

/** What the system administrator may read of the settings: values, but no secret and no address with a password in it. */
export const settingsToShow = ({ shown }: Settings): { name: string; value: string; meaning: string }[] =>
  SETTINGS_HELP.map(({ name, meaning }) => ({ name, meaning, value: shown[name] }));
