/** The verbs of this room and the schemas of their inputs, by name. */
export const WORDING_ACTS = {} as const;
export const WORDING_INPUTS = {} as const;
