import { describe, expect, it } from 'vitest';
import { unreadable } from './readable.ts';

describe('a text nobody can read for sure', () => {
  it.each([
    ['停水三天', null],
    ['这是怎么回事？？？？', null],
    ['怎么办????谁来管一管这里的路灯', null],
    ['Pas d’eau à Château-Thierry depuis trois jours, été compris', null],
    ['👍', null],
    ['', '没有可读的文字'],
    [' \n\t\u3000\u200b\ufeff', '没有可读的文字'],
    ['停\ufffd三天', '文字含无法识别的字符，请核对原文'],
    ['锟斤拷锟斤拷三天', '文字疑似乱码，请核对原文'],
    ['????????, ????3?', '文字疑似乱码，请核对原文'],
    [Buffer.from('停水三天').toString('latin1'), '文字疑似乱码，请核对原文'],
  ])('%j: %s', (text, why) => {
    expect(unreadable({ title: '', text })).toEqual(why === null ? [] : [why]);
    if (text !== '') expect(unreadable({ title: text, text: '' })).toEqual(why === null ? [] : [why]);
  });

  it('is one with a broken headline, too, and none that has only one of both', () => {
    expect(unreadable({ title: '停\ufffd', text: '停水' })).toHaveLength(1);
    expect(unreadable({ title: '', text: '停水' })).toEqual([]);
  });
});
