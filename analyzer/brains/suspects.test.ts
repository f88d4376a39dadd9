import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadAnalyzerBooks } from './books.ts';
import { readPost } from './post.ts';
import { suspectedLead } from './suspects.ts';

const books = loadAnalyzerBooks(shippedConfigFolder());
const housing = books.departments.units.find((unit) => unit.id === 'housing')!;
const departments = [{ id: housing.id, name: housing.name, role: 'lead' as const, score: 0.9, reason: '' }];
const doubt = (
  text: string,
  appeal: 'complaint' | 'report' | 'consultation' | 'praise' = 'complaint',
  accused = false,
) =>
  suspectedLead(readPost({ title: '', text }, books.lexicon), books, {
    appeal,
    departments,
    accused: accused ? [{ unit: housing, name: housing.name, span: { start: 0, end: 3 }, corruption: false }] : [],
  });

describe('a lead that may be the one reported', () => {
  it.each(['住建局把图纸拖到年底', '漏水两年，住建局的人骗我们签字', '我们去了三次，市住建局未给任何文书'])(
    'asks a person: %s',
    (text) => {
      expect(doubt(text)).toEqual(['被反映单位不明，可能涉及拟主办单位，请确认']);
      expect(doubt(text, 'report')).toHaveLength(1);
    },
  );

  it.each([
    ['asked', '物业不修漏水，请住建局处理不合格的屋顶'],
    ['turned to', '已向住建局反映没人修'],
    ['acts', '住建局约谈不守约的开发商'],
    ['a landmark', '住建局门口没有路灯'],
    ['hearsay', '听说住建局不批'],
    ['nothing bad', '住建局给了答复，漏水还在'],
    ['well meant', '住建局态度不错，漏水还在'],
    ['reply of the office', '漏水\n2026-02-24 10:30 住建局未收到材料'],
    ['not named', '屋顶漏水，物业不修'],
  ])('does not where the lead is %s: %s', (_, text) => {
    expect(doubt(text)).toEqual([]);
  });

  it('does not for one who only asks or praises', () => {
    expect(doubt('住建局不上班吗', 'consultation')).toEqual([]);
    expect(doubt('住建局不怕苦，拖着病体上班', 'praise')).toEqual([]);
  });

  it('does not where the lead is known to be accused', () => {
    expect(doubt('住建局把图纸拖到年底', 'complaint', true)).toEqual([]);
  });
});
