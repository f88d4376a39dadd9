import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';

export type YamlPath = (string | number)[];

/** `file:line` of a path inside a rulebook, for errors that only show when books are read together. */
export function locate(configFolder: string, name: string, path: YamlPath): string {
  const file = join(configFolder, 'rulebooks', `${name}.yaml`);
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return `${file}:${lines.linePos(node.range[0]).line}`;
  }
  return `${file}:1`;
}
