import { postTitle } from '../notifications/posts.ts';
import type { Units } from '../tickets/permissions.ts';

/** unit_head@owner → 市水务局负责人; the owner is the unit whose release it is. */
export const signerTitle = (post: string, owner: string, units: Units): string =>
  `${post.endsWith('@*') ? '牵头单位' : ''}${postTitle(post.replace('@owner', `@${owner}`), units)}`;

/** Whoever of them may sign the step. */
export const signerTitles = (posts: readonly string[], owner: string, units: Units): string =>
  posts.map((post) => signerTitle(post, owner, units)).join('或');
