import { describe, expect, it } from 'vitest';
import { parseCount, parseCounts } from './counts.ts';
import { comparable, fingerprint, isTelling } from './fingerprint.ts';
import { provinceOf } from './province.ts';
import { voiceHash } from './voice.ts';

describe('counts', () => {
  it.each([
    ['1.2万', 12_000],
    ['3亿', 300_000_000],
    ['10w+', 100_000],
    ['1,234', 1234],
    ['999+', 999],
    [7, 7],
    ['', undefined],
    ['-', undefined],
    ['赞', undefined],
    [-1, undefined],
    [Number.NaN, undefined],
  ])('%j → %j', (raw, count) => expect(parseCount(raw)).toBe(count));

  it('leaves out what does not read', () => {
    expect(parseCounts({ like: '12', comment: '', view: '1.5千' })).toEqual({ like: 12, view: 1500 });
  });
});

describe('province', () => {
  it.each([
    ['IP属地：湖北', '湖北'],
    ['中国湖北省武汉市洪山区', '湖北'],
    ['发布于 内蒙古', '内蒙古'],
    ['日本', '境外'],
    ['未知', null],
    ['某某路3号', null],
    [undefined, null],
  ])('%s → %s', (raw, province) => expect(provinceOf(raw)).toBe(province));
});

describe('fingerprint', () => {
  const text = '城东区幸福里小区已经连续停水三天了，物业一直没人管，老人孩子怎么办';
  it('sees through space, punctuation, case and a new title', () => {
    expect(fingerprint('求助', text)).toBe(fingerprint('转载', ` ${text}！！`));
  });
  it('needs the title of a short text', () => {
    expect(fingerprint('一中食堂', '如题')).not.toBe(fingerprint('二中食堂', '如题'));
  });
  it('does not call commonplaces copies', () => {
    expect(isTelling('', '转发微博')).toBe(false);
    expect(isTelling('', text)).toBe(true);
    expect(comparable('Ａ b，c')).toBe('ａbc');
  });
});

describe('voice', () => {
  const keys = {
    hmac: (purpose: string, value: string) => Buffer.from(`${purpose}|${value}`).toString('hex').padEnd(64, '0'),
    voicePeriod: (at: Date) => (at < new Date('2026-06-01') ? 'p1' : 'p2'),
  };
  it('is null without an author and starts with its key period', () => {
    expect(voiceHash(keys, '', 'weibo', new Date('2026-05-01'))).toBeNull();
    expect(voiceHash(keys, '某人', 'weibo', new Date('2026-05-01'))).toMatch(/^p1:[0-9a-f]{24}$/);
    expect(voiceHash(keys, '某人', 'weibo', new Date('2026-07-01'))).toMatch(/^p2:/);
  });
});
