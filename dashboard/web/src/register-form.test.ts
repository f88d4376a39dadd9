import { describe, expect, it } from 'vitest';
import { registrationSchema } from '../../../ingest/messages.ts';
import { registerRequest } from '../../api/schemas/registrations.ts';
import { hasTelephone, isBegun, missingIn, registrationBody, TOLD_VIA, wrongIn, type Entry } from './register-form.ts';

const entry = (changes: Partial<Entry> = {}): Entry => ({
  ...{ title: '', text: '', url: '', toldVia: 'phone', toldBy: '', toldAt: '2026-03-10T09:00', note: '' },
  ...changes,
});
const MATTER = '事情（文字）、链接、截图至少一项';

describe('the form of 快速登记', () => {
  it.each<[string, Partial<Entry>, number, string[]]>([
    ['nothing filled in', {}, 0, [MATTER, '由谁告知']],
    ['blanks are nothing', { text: ' \n', toldBy: ' ' }, 0, [MATTER, '由谁告知']],
    ['a text, but nobody who told', { text: '河堤塌陷' }, 0, ['由谁告知']],
    ['a link alone tells no list what it is', { url: 'https://a.cn/1', toldBy: '省网信办值班室' }, 0, ['标题']],
    ['a link with a title', { url: 'https://a.cn/1', title: '河堤塌陷', toldBy: '省网信办值班室' }, 0, []],
    ['a link with a word on it', { url: 'https://a.cn/1', note: '河堤塌陷', toldBy: '省网信办值班室' }, 0, []],
    ['nor does a screenshot', { toldBy: '省网信办值班室' }, 1, ['标题']],
    ['no time', { text: '河堤塌陷', toldBy: '城东区总值班室', toldAt: '' }, 0, ['告知时间']],
  ])('%s', (_name, changes, pictures, missing) => {
    expect(missingIn(entry(changes), pictures)).toEqual(missing);
  });

  it('is begun with the first word of the matter: what was told is told then, not when the page was opened', () => {
    expect([isBegun(entry()), isBegun(entry({ text: ' ' })), isBegun(entry({ toldVia: 'unit' }))]).toEqual([
      false,
      false,
      false,
    ]);
    expect([isBegun(entry({ text: '河' })), isBegun(entry({ url: 'h' }))]).toEqual([true, true]);
  });

  it.each<[string, boolean]>([
    ['联系 13800000000', true],
    ['１３８-００００-００００', true],
    ['138 0000 0000，请回电', true],
    ['工单 202611230000138000000001', false],
    ['疏散 1380 人', false],
  ])('says beforehand that a telephone number will be masked: %s', (text, is) =>
    expect(hasTelephone(entry({ text }))).toBe(is),
  );

  it('takes nobody to have been told in time to come', () => {
    const now = new Date('2026-03-10T09:00:00+08:00');
    const told = (text: string) => wrongIn(new Date(`${text}+08:00`), now);
    expect(told('2026-03-11T09:00')).toBe('告知时间不能晚于现在，请更正');
    expect([told('2026-03-10T09:03'), told('2026-03-10T08:00'), wrongIn(null, now)]).toEqual([null, null, null]);
  });

  it('has an example for each way the service knows, not only for a call', () => {
    expect(Object.keys(TOLD_VIA).sort()).toEqual([...registrationSchema.shape.toldVia.options].sort());
    expect(new Set(Object.values(TOLD_VIA)).size).toBe(Object.keys(TOLD_VIA).length);
  });

  it('sends what the service takes and leaves out what was left empty', () => {
    const body = registrationBody(
      entry({ text: '河堤塌陷', toldBy: '城东区总值班室' }),
      '2026-03-10T09:00:00+08:00',
      [],
    );
    expect(registerRequest.safeParse(body).success).toBe(true);
    expect(Object.keys(body).sort()).toEqual(['attachments', 'text', 'toldAt', 'toldBy', 'toldVia']);
  });
});
