import { describe, expect, it } from 'vitest';
import { changedSentences } from './changed-sentences.ts';

describe('what a correction changes', () => {
  it.each<[string, string, string, string[], string[]]>([
    ['a number', '爆管一处。200户停水。', '爆管一处。300户停水。', ['200户停水。'], ['300户停水。']],
    ['a sentence more', '爆管一处。', '爆管一处。现已抢通。', [], ['现已抢通。']],
    ['a sentence less', '爆管一处。责任已明。', '爆管一处。', ['责任已明。'], []],
    ['another order is no change', '甲。乙。', '乙。\n甲。', [], []],
    ['said twice, now once', '甲。甲。', '甲。', ['甲。'], []],
    ['nothing on record', '', '爆管一处。', [], ['爆管一处。']],
  ])('%s', (_, before, now, gone, come) => expect(changedSentences(before, now)).toEqual({ gone, come }));
});
