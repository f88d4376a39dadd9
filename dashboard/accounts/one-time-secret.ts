import { randomBytes, randomInt } from 'node:crypto';

/** 256 bits, for session cookies and one-time links. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

const ALPHABET = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '#%+=?'] as const;

/** A password to hand over once: 14 characters of all four classes, without look-alikes. */
export function oneTimePassword(): string {
  const all = ALPHABET.join('');
  const pick = (from: string): string => from[randomInt(from.length)]!;
  const letters = [...ALPHABET.map(pick), ...Array.from({ length: 10 }, () => pick(all))];
  for (let index = letters.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    [letters[index], letters[other]] = [letters[other]!, letters[index]!];
  }
  return letters.join('');
}
