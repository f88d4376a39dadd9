import { describe, expect, it } from 'vitest';
import { DESKS } from './desks.ts';
import { VERB_TABLE, type VerbRow } from './tickets/states.ts';
import { VERB_INPUTS, VERBS } from './tickets/verbs.ts';

const rows: readonly VerbRow[] = VERB_TABLE;

describe('the desks of a ticket', () => {
  it('have names of their own, and every verb done at one names one that exists', () => {
    const names = DESKS.map((desk) => desk.name);
    expect(new Set(names).size).toBe(names.length);
    for (const verb of rows) if (verb.desk !== undefined) expect(names, verb.name).toContain(verb.desk);
  });

  it('every verb of the table can be called and says what it asks for', () => {
    for (const { name } of VERB_TABLE) {
      expect(VERBS[name], name).toBeTypeOf('function');
      expect(VERB_INPUTS[name], name).toBeDefined();
    }
    expect(Object.keys(VERBS).sort()).toEqual(VERB_TABLE.map(({ name }) => name).sort());
  });

  it('a paper with a version of its own asks for no revision of the ticket, every other act does', () => {
    for (const { name, aside } of rows) {
      const shape = (VERB_INPUTS as Record<string, { shape?: Record<string, unknown> }>)[name]?.shape ?? {};
      expect('revision' in shape, name).toBe(aside !== true);
    }
  });
});
