import { describe, expect, it } from 'vitest';
import { correctionFault, correctionTitle } from './correction-check.ts';

const wrong = { title: '事故情况通报', text: '事故造成37人受伤。' };

describe('a correction', () => {
  it.each<[string, { title: string; text: string }, string | null]>([
    ['the same text under a title that says 更正', { ...wrong, title: '更正：事故情况通报' }, '一字不差'],
    ['a moved comma is no correction', { title: '更正：事故情况通报', text: '事故，造成37人受伤' }, '一字不差'],
    ['the right number', { title: '更正：事故情况通报', text: '事故造成35人受伤。' }, null],
    ['said in the text itself', { title: '事故情况通报', text: '此前发布有误，现更正为35人受伤。' }, null],
    ['only the title was wrong', { title: '更正：爆炸事故情况通报', text: wrong.text }, null],
    ['nothing tells the public what it reads', { title: '事故情况通报', text: '事故造成35人受伤。' }, '没有标明“更正”'],
  ])('%s', (_, now, why) => {
    const fault = correctionFault(now, wrong);
    if (why === null) expect(fault).toBeNull();
    else expect(fault?.why).toContain(why);
  });

  it('begins with a title that says so, once', () => {
    expect(correctionTitle('事故情况通报')).toBe('更正：事故情况通报');
    expect(correctionTitle('关于受伤人数的更正')).toBe('关于受伤人数的更正');
  });
});
