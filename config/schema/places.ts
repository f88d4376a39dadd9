import { z } from 'zod';

const placeNode = z.strictObject({
  code: z.string().regex(/^\d{6,12}$/),
  name: z.string(),
  aliases: z.array(z.string()).default([]),
  /** Code of the place above, null for the root. */
  parent: z.string().nullable(),
  level: z.enum(['province', 'city', 'district', 'town', 'community']),
});
export type PlaceNode = z.infer<typeof placeNode>;

/** places.yaml: the customer's own tree down to communities; the national divisions are shipped beside it. */
export const placesSchema = z.strictObject({ places: z.array(placeNode).min(1) });
export type PlacesBook = z.infer<typeof placesSchema>;
