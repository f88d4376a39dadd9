import { describe, expect, it } from 'vitest';
import type { Role } from '../../platform/runtime/kernel.ts';
import { VERB_TABLE } from '../tickets/states.ts';
import { partOf } from './task-parts.ts';

const step = (verb: string) => ({ kind: verb, verb });

describe('what a leader decides and what he only sees done', () => {
  it.each<[string, { kind: string; verb: string | null }, string]>([
    ['he confirms a level', step('keep-provisional'), 'decide'],
    ['he rules a return', step('rule'), 'decide'],
    ['he grants an extension', { kind: 'extension', verb: 'extend' }, 'decide'],
    ['he approves a release', step('approve-release'), 'decide'],
    ['he signs a criticism', { kind: 'criticise', verb: 'issue-draft' }, 'decide'],
    ['and a supervision', { kind: 'supervise', verb: 'issue-draft' }, 'decide'],
    ['urging the officer signs himself', { kind: 'urge', verb: 'issue-draft' }, 'oversee'],
    ['judging lies with the officer', step('judge'), 'oversee'],
    ['so does dispatching', step('dispatch'), 'oversee'],
    ['a promise is kept by those who handle it', { kind: 'promise', verb: 'keep-promise' }, 'oversee'],
  ])('%s', (_name, task, part) => {
    for (const role of ['duty_leader', 'unit_head', 'leader'] as const)
      expect([role, partOf(task, { roles: [role] })]).toEqual([role, part]);
  });

  it('who does the work has one list, also where he leads besides', () => {
    for (const roles of [['duty_officer'], ['handler'], ['spokesperson'], ['duty_officer', 'duty_leader']] as Role[][])
      expect(partOf(step('keep-provisional'), { roles })).toBe('handle');
  });

  it('knows every act it decides about', () => {
    const decided = VERB_TABLE.filter(
      ({ name }) => partOf({ kind: 'step', verb: name }, { roles: ['duty_leader'] }) === 'decide',
    );
    expect(decided).toHaveLength(14);
  });
});
