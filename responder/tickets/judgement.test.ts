import { describe, expect, it } from 'vitest';
import type { Colour } from '../../analyzer/messages.ts';
import { missingForOutcome, needsSecondPerson, OUTCOMES, owesAnswer, rejudgeReason, takenBack } from './judgement.ts';

describe('judgement 研判', () => {
  it('only a public and a point-to-point answer owe a disposition', () => {
    expect(OUTCOMES.filter(owesAnswer)).toEqual(['public_answer', 'direct_answer']);
    expect(missingForOutcome({ outcome: 'public_answer', dispositions: [] })).toHaveLength(1);
    expect(missingForOutcome({ outcome: 'public_answer', dispositions: ['D-4'] })).toEqual([]);
  });

  it.each([
    ['unverified', ['处置类型D-6是不实信息，核实情况为“未核实”：请先核实，或把核实情况改为“核实中”']],
    ['true', [expect.stringContaining('“属实”')]],
    ['verifying', []],
    ['false', []],
    ['partly_true', []],
  ] as const)('calls nothing false information that is %s', (verification, gaps) => {
    const judged = { outcome: 'public_answer', dispositions: ['D-6'], verification } as const;
    expect(missingForOutcome(judged)).toEqual(gaps);
  });

  it.each<[string, Colour | null, boolean]>([
    ['no_answer', 'blue', false],
    ['no_answer', null, false],
    ['no_answer', 'yellow', true],
    ['keep_watching', 'red', true],
    ['public_answer', 'red', false],
  ])('%s at %s needs a second person: %s', (outcome, colour, expected) => {
    expect(needsSecondPerson(outcome as 'no_answer', colour)).toBe(expected);
  });

  it.each([
    ['keep_watching', '继续关注须填写复看时间'],
    ['already_answered', '已有答复须附答复链接'],
    ['legal_channel', '转法定渠道须选定渠道'],
    ['not_ours', '须写明理由'],
    ['no_answer', '须写明理由'],
  ] as const)('%s is refused without its own field', (outcome, message) => {
    expect(missingForOutcome({ outcome, dispositions: [] })).toEqual([message]);
  });

  it.each([
    ['first judged', { outcome: null, dispositions: [] }, 'no_answer', [], null],
    ['judged the same', { outcome: 'public_answer', dispositions: ['D-3'] }, 'public_answer', ['D-3'], null],
    ['more is owed', { outcome: 'public_answer', dispositions: ['D-3'] }, 'public_answer', ['D-3', 'D-6'], null],
    ['D-3 is dropped', { outcome: 'public_answer', dispositions: ['D-3'] }, 'public_answer', ['D-4'], '原处置类型D-3'],
    ['told to whoever asked only', { outcome: 'public_answer', dispositions: [] }, 'direct_answer', [], '“公开回应”'],
    ['not answered any more', { outcome: 'public_answer', dispositions: ['D-3'] }, 'no_answer', [], '“公开回应”、'],
  ] as const)(
    'what a new judgement takes back of the old one is said: %s',
    (_name, before, outcome, dispositions, said) => {
      const gone = takenBack(before, { outcome, dispositions });
      if (said === null) expect(gone).toBeNull();
      else expect(gone).toContain(said);
    },
  );

  const rule = { growthFactor: 2, minNew: 5 };
  it('a non-answer is judged again when claims double, not for one more post', () => {
    const basis = { outcome: 'no_answer', colour: 'blue', mentions: 4, levelRank: 0 } as const;
    expect(rejudgeReason(basis, { colour: 'blue', mentions: 5, levelRank: 0 }, rule)).toBeNull();
    expect(rejudgeReason(basis, { colour: 'blue', mentions: 9, levelRank: 0 }, rule)).toContain('增至 9');
    expect(rejudgeReason(basis, { colour: 'yellow', mentions: 5, levelRank: 0 }, rule)).toBe('舆情颜色升级');
  });

  it('an answer is judged again only when the machine sees Ⅱ or Ⅰ anew', () => {
    const basis = { outcome: 'public_answer', colour: 'blue', mentions: 4, levelRank: 2 } as const;
    expect(rejudgeReason(basis, { colour: 'red', mentions: 400, levelRank: 2 }, rule)).toBeNull();
    expect(rejudgeReason(basis, { colour: 'red', mentions: 400, levelRank: 3 }, rule)).toContain('等级升高');
  });

  it.each([
    ['within the days, any higher level than judged and set', 2, { days: 30, setRank: 1 }, '事发30日内数字变化'],
    ['within the days, but no higher than a person has set', 2, { days: 30, setRank: 2 }, null],
    ['after them, a Ⅲ', 2, null, null],
    ['after them, a Ⅱ all the same', 3, null, '等级升高'],
  ] as const)('N-11: %s', (_name, levelRank, relevel, why) => {
    const basis = { outcome: 'public_answer', colour: 'blue', mentions: 4, levelRank: 1 } as const;
    const reason = rejudgeReason(basis, { colour: 'blue', mentions: 4, levelRank, relevel }, rule);
    if (why === null) expect(reason).toBeNull();
    else expect(reason).toContain(why);
  });
});
