import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { browserMissing, HOW_TO_GET_A_BROWSER } from '../harness/browser.ts';
import { administratorsStory } from './administrators.ts';
import { correctionsStory } from './corrections.ts';
import { departmentsStory, overseersStory } from './departments.ts';
import { dutyOfficerStory } from './duty-officer.ts';
import { jointRoomStory } from './joint-room.ts';
import { demonstrationTold, openOffice, type Office } from './office.ts';
import { phoneStory } from './phone.ts';
import { rosterStory } from './roster.ts';
import { releaseDeskStory } from './release-desk.ts';
import { spokespersonStory } from './spokesperson.ts';
import { wordingStory } from './wording.ts';

if (browserMissing) console.warn(`browser stories skipped: ${HOW_TO_GET_A_BROWSER}`);

// A person in front of a loaded machine waits longer, too.
vi.setConfig({ testTimeout: 120_000 });

/** One day in the invented city, told by the people who work there; later stories build on earlier ones. */
describe.skipIf(browserMissing)('a day in the demonstration city', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice('demo-city');
    await demonstrationTold(office.app);
  }, 300_000);
  afterAll(() => office?.close());

  const here = (): Office => office;
  it('was told whole: no act of the demonstration was refused by the rules it shows', () => {
    expect(
      office.app
        .output()
        .split('\n')
        .filter((line) => line.includes('of the demonstration')),
    ).toEqual([]);
  });
  dutyOfficerStory(here);
  spokespersonStory(here);
  releaseDeskStory(here);
  wordingStory(here);
  jointRoomStory(here);
  departmentsStory(here);
  overseersStory(here);
  administratorsStory(here);
  phoneStory(here);
  correctionsStory(here);
  rosterStory(here);

  it('no page complained, broke the content policy, asked for what its user may not have, or asked outside', () => {
    expect(office.complaints).toEqual([]);
  });
});
