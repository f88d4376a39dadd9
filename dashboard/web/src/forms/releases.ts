import type { VerbForm } from '../verb-form.ts';

export const RELEASE_FORMS: Record<string, VerbForm> = {};
