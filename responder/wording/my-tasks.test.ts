import { describe, expect, it } from 'vitest';
import type { Role } from '../../platform/runtime/kernel.ts';
import { waitsForReply } from './my-tasks.ts';

const me = (...roles: Role[]) => ({ id: 'me', roles });
const by = (id: string) => ({ id, name: '某', unitId: 'water_company' });

describe('whom a question of the media waits for', () => {
  it('those who speak until a reply is drafted, then a head who did not write it', () => {
    expect(waitsForReply({ state: 'open', replied_by: null }, me('spokesperson'))).toBe(true);
    expect(waitsForReply({ state: 'drafted', replied_by: by('me') }, me('unit_head'))).toBe(false);
    expect(waitsForReply({ state: 'drafted', replied_by: by('other') }, me('unit_head'))).toBe(true);
    expect(waitsForReply({ state: 'drafted', replied_by: by('other') }, me('spokesperson'))).toBe(false);
    expect(waitsForReply({ state: 'approved', replied_by: by('me') }, me('handler'))).toBe(true);
    expect(waitsForReply({ state: 'replied', replied_by: by('other') }, me('unit_head'))).toBe(false);
  });
});
