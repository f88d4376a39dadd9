/** Titles and texts of the posts of an event, for a look whether a paper quotes them; nothing of them is kept. */
export type SourceTexts = (eventId: string) => Promise<string[]>;

/** Where nobody gives any (a responder by itself), only the titles it keeps are compared. */
export const NO_TEXTS: SourceTexts = () => Promise.resolve([]);
