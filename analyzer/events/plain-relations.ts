import { round, type Relation } from './relation.ts';

// What joins by itself, whatever the rules of likeness say.
export const SAME_TEXT: Relation = {
  rule: 'same_text',
  similarity: 1,
  shared: ['全文相同'],
  order: 0,
  bridges: true,
  clear: false,
};
export const REPLY: Relation = {
  rule: 'reply',
  similarity: 1,
  shared: ['评论或转发原信息'],
  order: 1,
  bridges: false,
  clear: false,
};
export const NEAR_COPY = (cosine: number): Relation => ({
  rule: 'near_copy',
  similarity: round(cosine),
  shared: ['文字高度重复'],
  order: 2,
  bridges: true,
  clear: false,
});
