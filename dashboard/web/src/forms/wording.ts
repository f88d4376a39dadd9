import type { VerbForm } from '../verb-form.ts';

export const WORDING_FORMS: Record<string, VerbForm> = {};
