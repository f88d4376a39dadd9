/** The verbs of this room and the schemas of their inputs, by name. */
export const CONSULTATION_ACTS = {} as const;
export const CONSULTATION_INPUTS = {} as const;
