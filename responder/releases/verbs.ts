/** The verbs of this room and the schemas of their inputs, by name. */
export const RELEASE_ACTS = {} as const;
export const RELEASE_INPUTS = {} as const;
