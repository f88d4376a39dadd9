import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadResponderBooks } from '../books.ts';
import { signerTitles } from './signers.ts';

const { units, releases } = loadResponderBooks(shippedConfigFolder());

describe('who signs a step', () => {
  it('is named by unit and post, not by the act', () => {
    expect(signerTitles(['unit_head@owner'], 'housing', units)).toBe('市住房和城乡建设局负责人');
    expect(signerTitles(['duty_leader@*'], 'housing', units)).toBe('牵头单位带班领导');
    expect(signerTitles(['unit_head@owner', 'spokesperson@*'], 'housing', units)).toMatch(/负责人或.*新闻发言人$/);
  });

  it('has a name for whoever reviews each channel', () => {
    for (const { reviewer } of releases.channels)
      if (reviewer !== undefined) expect(signerTitles([reviewer], 'housing', units)).not.toMatch(/审核|@/);
  });
});
