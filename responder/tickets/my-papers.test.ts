import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadResponderBooks } from '../books.ts';
import { draftWords } from './my-papers.ts';

const { units } = loadResponderBooks(shippedConfigFolder());
const draft = (kind: 'urge' | 'supervise' | 'criticise') => ({ kind, unit: 'housing', reason: '“研判”逾期' });

describe('papers the ladder drafted', () => {
  it('one is named with its unit and reason, several are counted by kind', () => {
    expect(draftWords([draft('urge')], units)).toBe(
      `签发或不予签发催办稿（${units.get('housing')!.name}）：“研判”逾期`,
    );
    expect(draftWords([draft('urge'), draft('supervise'), draft('urge')], units)).toBe(
      '签发或不予签发文稿：催办 2 件、督办 1 件',
    );
  });
});
