import type { Origin, Role } from '../../platform/runtime/kernel.ts';

/** Somebody with an account in use. */
export interface KnownPerson {
  id: string;
  name: string;
  unitId: string | null;
  roles: readonly Role[];
}
/** Who acts on rows of this origin. The directory is another room's; the composition root gives it. */
export type People = (origin: Origin) => Promise<readonly KnownPerson[]>;
/** Where nobody gives one (a responder by itself), nobody is known. */
export const NOBODY: People = () => Promise.resolve([]);
