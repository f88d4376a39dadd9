/** FNV-1a with a final mix: texts of one group always fall into the same part, on every machine. @returns 0 … parts − 1 */
export function partOf(group: string, parts: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < group.length; at++) hash = Math.imul(hash ^ group.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return (hash >>> 0) % parts;
}
