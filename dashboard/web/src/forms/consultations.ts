import type { VerbForm } from '../verb-form.ts';

export const CONSULTATION_FORMS: Record<string, VerbForm> = {};
