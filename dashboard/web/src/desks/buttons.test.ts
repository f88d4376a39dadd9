import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { VERB_TABLE } from '../../../../responder/tickets/states.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const titles = new Map<string, string>(VERB_TABLE.map(({ name, title }) => [name, title]));

/** Buttons of the pages that send one act of the ticket, with their words; what stands in braces is left to them. */
const buttons = readdirSync(folder)
  .filter((name) => name.endsWith('.vue'))
  .flatMap((page) =>
    [...readFileSync(`${folder}${page}`, 'utf8').matchAll(/<ElButton\b([\s\S]*?)<\/ElButton/g)].map(([, element]) => ({
      page,
      verb: /\bact(?:\(|', )'([a-z-]+)'/.exec(element!)?.[1],
      words: element!.slice(element!.lastIndexOf('>') + 1).trim(),
    })),
  )
  .filter((button): button is { page: string; verb: string; words: string } => button.verb !== undefined);

/** Where the words depend on the paper: the step of the approval says whose it is; what was judged is judged anew. */
const OWN_WORDS = new Set(['approve-release', 'judge-release']);

describe('the buttons of the desks', () => {
  it('are called as their act is everywhere else: in the guide, the timeline, the list of tasks and the form they open', () => {
    expect(buttons.length).toBeGreaterThan(40);
    for (const { page, verb, words } of buttons.filter((button) => !OWN_WORDS.has(button.verb)))
      expect([page, verb, words]).toEqual([page, verb, expect.stringContaining(titles.get(verb) ?? `no act ${verb}`)]);
  });
});
