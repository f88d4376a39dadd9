import { describe, expect, it } from 'vitest';
import type { Role } from '../../platform/runtime/kernel.ts';
import { loadResponderBooks } from '../books.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import { approvalRule, approvalState, approvalSteps, fills, type Signed } from './approvals.ts';
import { actingIn } from '../tickets/permissions.ts';
import { releaseHash, scopeProblems, type Content } from './content.ts';
import { factGap, unstated } from './facts.ts';

const { releases: book, figures: read, units } = loadResponderBooks(shippedConfigFolder());
const signed = (...steps: string[]): Signed[] => steps.map((step) => ({ step, approve: true, on_behalf: null }));
const state = (level: 'II' | 'III' | null, channels: string[], ...steps: string[]) => {
  const rule = approvalRule(book, level);
  return approvalState(rule, approvalSteps(rule, channels, book).ofChannels, signed(...steps));
};

describe('who must sign a release', () => {
  it.each([
    ['Ⅱ: one after the other', state('II', ['weibo']), { open: ['unit'], isComplete: false }],
    [
      'Ⅱ: the leader not before the press office',
      state('II', ['weibo'], 'unit'),
      { open: ['press'], isComplete: false },
    ],
    [
      'Ⅱ: all three, the press office stands for its channel',
      state('II', ['weibo'], 'unit', 'press', 'leader'),
      { isComplete: true },
    ],
    ['Ⅲ: any two', state('III', ['site'], 'press', 'duty'), { open: [], isComplete: true }],
    ['Ⅲ: one of two', state('III', ['site'], 'press'), { open: ['unit', 'duty'], isComplete: false }],
    ['others: the head', state(null, ['site'], 'unit'), { isComplete: true }],
    ['others: somebody for the head', state(null, ['site'], 'office'), { isComplete: true }],
    [
      'others on 微博: its reviewer too',
      state(null, ['weibo'], 'unit'),
      { open: ['channel_weibo'], isComplete: false },
    ],
    [
      'three channels of one reviewer ask once',
      state(null, ['weibo', 'wechat', 'client'], 'unit', 'channel_weibo'),
      { isComplete: true },
    ],
    ['secrecy is no approval', state(null, ['site'], 'secrecy'), { isComplete: false }],
  ])('%s', (_name, found, expected) => expect(found).toMatchObject(expected));

  it('one no outweighs everything', () => {
    const rule = approvalRule(book, 'III');
    const no = [...signed('unit', 'press'), { step: 'duty', approve: false, on_behalf: null }];
    expect(approvalState(rule, [], no)).toMatchObject({ isComplete: false, rejected: true, open: [] });
  });

  it('a post is a role in a unit; owner is the unit that releases', () => {
    const of = (unitId: string, role: Role) =>
      actingIn({ id: '1', name: '某', unitId, roles: [role] }, { accused: [] }, units);
    const head = of('water', 'unit_head');
    expect(fills(head, ['unit_head@owner'], 'water')).toBe(true);
    expect(fills(head, ['unit_head@owner'], 'housing')).toBe(false);
    expect(fills(head, ['duty_leader@*', 'spokesperson@press_office'], 'water')).toBe(false);
    expect(fills(of('gov_office', 'duty_leader'), ['duty_leader@*'], 'water')).toBe(true);
    // The officer of a unit that helps bears the same title, and signs for no lead body; nor does the house that only oversees.
    for (const unit of ['housing', 'water', 'supervision'])
      expect(fills(of(unit, 'duty_officer'), ['duty_leader@*', 'duty_officer@*'], 'water')).toBe(false);
  });
});

const content: Content = {
  ...{ title: '通报', facts: '停水200户', policy: '', result: '', scope: 'public', recipients: [] },
  ...{ channels: ['weibo', 'site'], planned_at: null, fact_lines: [], pictures: 'none' },
};

describe('what a release says and where', () => {
  it('has one hash for one content, in whatever order the channels were ticked', () => {
    const hash = releaseHash('reply', content);
    expect(releaseHash('reply', { ...content, channels: ['site', 'weibo'] })).toBe(hash);
    for (const changed of [
      { title: '通告' },
      { facts: '停水20户' },
      { scope: 'internal' as const },
      { channels: ['site'] },
    ])
      expect(releaseHash('reply', { ...content, ...changed })).not.toBe(hash);
    expect(releaseHash('follow_up', content)).not.toBe(hash);
    // A part moved into its neighbour is another text.
    expect(releaseHash('reply', { ...content, facts: '', policy: '停水200户' })).not.toBe(hash);
  });

  it.each([
    ['public', ['weibo', 'hotline'], []],
    ['internal', ['weibo'], ['范围为“内部”，不得发往微博（公开渠道）']],
    ['internal', ['inner'], []],
    ['hotline', ['site'], ['范围为“经12345答复”，不得发往政府网站（公开渠道）']],
    ['public', ['inner'], ['范围为“公开”，不得发往内部通报（内部渠道）']],
    ['public', ['nowhere'], ['没有登记渠道 nowhere']],
    ['named', ['letter'], ['范围为指定对象的，须写明对象']],
  ] as const)('scope %s to %s', (scope, channels, problems) => {
    expect(scopeProblems({ scope, channels: [...channels], recipients: [] }, book)).toEqual(problems);
  });

  it('figures stand in the list of facts as they are told, whole', () => {
    expect(unstated('造成11人死亡、停水1,200余户，第3号公告', [], read)).toEqual(['11人', '1,200余户']);
    const line = {
      statement: '11名群众遇难',
      asOf: '2026-03-10T12:00:00+08:00',
      source: '指挥部',
      approvedBy: '总指挥',
    };
    expect(unstated('11人遇难', [line.statement], read)).toEqual([]);
    expect(unstated('1人遇难', [line.statement], read)).toEqual(['1人']);
    expect(factGap({ ...line, asOf: null }, read)).toContain('截至时间');
    expect(factGap({ ...line, statement: '正在抢修', asOf: null }, read)).toBeNull();
    expect(factGap({ ...line, source: ' ' }, read)).toContain('来源');
  });
});
