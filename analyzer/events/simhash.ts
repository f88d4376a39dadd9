/** 64-bit SimHash of character 3-grams as 16 hex digits; near copies of long texts differ in few bits (Manku 2007: ≤ 3). */
export function simhash(text: string): string {
  const votes = new Int32Array(64);
  for (let at = 0; at + 3 <= text.length; at += 1) {
    const low = mix(text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2), 0x9e3779b1);
    const high = mix(text.charCodeAt(at + 2), text.charCodeAt(at), text.charCodeAt(at + 1), 0x85ebca6b);
    for (let bit = 0; bit < 32; bit += 1) {
      votes[bit]! += ((low >>> bit) & 1) * 2 - 1;
      votes[bit + 32]! += ((high >>> bit) & 1) * 2 - 1;
    }
  }
  let low = 0;
  let high = 0;
  for (let bit = 0; bit < 32; bit += 1) {
    if (votes[bit]! > 0) low |= 1 << bit;
    if (votes[bit + 32]! > 0) high |= 1 << bit;
  }
  return hex(high) + hex(low);
}

/** Bits that differ, 0–64. */
export function hamming(a: string, b: string): number {
  return (
    ones(parseInt(a.slice(0, 8), 16) ^ parseInt(b.slice(0, 8), 16)) +
    ones(parseInt(a.slice(8), 16) ^ parseInt(b.slice(8), 16))
  );
}

/** Four bands of 16 bits: texts at most 3 bits apart share one. */
export const simhashBands = (hash: string): string[] => [0, 4, 8, 12].map((at) => `${at}:${hash.slice(at, at + 4)}`);

function mix(a: number, b: number, c: number, seed: number): number {
  let hash = seed ^ a;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ b;
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39) ^ c;
  hash = Math.imul(hash ^ (hash >>> 15), 0x45d9f3b);
  return hash ^ (hash >>> 16);
}

function ones(value: number): number {
  let count = 0;
  for (let rest = value >>> 0; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
