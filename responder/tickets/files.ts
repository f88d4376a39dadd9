/** A picture as it was uploaded, by its number; null = there is none. */
export type Files = (id: string) => Promise<{ sha256: string; addedBy: string } | null>;
/** Where nobody keeps any (a responder by itself), there are none. */
export const NO_FILES: Files = () => Promise.resolve(null);
