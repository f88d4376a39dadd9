import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkConfig } from '../../config/check.ts';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { departmentsSchema, type Unit } from '../../config/schema/departments.ts';
import { placesSchema } from '../../config/schema/places.ts';
import { loadResponderBooks } from '../../responder/index.ts';
import { anEvent, handlerOf, local, person, responderStory, type ResponderStory } from '../harness/responder.ts';

const COUNTY = '990121';
let folder: string;
let story: ResponderStory;

/** The rule files of an invented county: its own tree, its own places, and one deadline tighter than the shipped one. Nothing else is touched. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-county-'));
  cpSync(shippedConfigFolder(), folder, { recursive: true });
  const write = (name: string, book: unknown): void =>
    writeFileSync(join(folder, 'rulebooks', `${name}.yaml`), JSON.stringify(book));
  write('departments', { fallback: 'gov_office', units: countyTree() });
  write('places', { places: countyPlaces() });
  const clocks = join(folder, 'rulebooks', 'clocks.yaml');
  const signIn = 'clock: {start: [delivered_at], limit: PT1H, calendar: duty_hours, before_public: PT0M}';
  writeFileSync(clocks, readFileSync(clocks, 'utf8').replace(signIn, signIn.replace('PT1H', 'PT30M')));
  story = await responderStory('2026-03-10 10:00', { books: loadResponderBooks(folder) });
});
afterAll(async () => {
  await story.close();
  rmSync(folder, { recursive: true });
});

/** Bodies and bureaux keep their ids, so that the other rulebooks know them; names, superiors and jurisdiction are the county's. */
function countyTree(): Unit[] {
  const { units } = loadRulebook(shippedConfigFolder(), 'departments', departmentsSchema);
  const kept = units.filter(
    ({ kind, id }) => !['government', 'district', 'town'].includes(kind) && !/^(province|chengdong)_/.test(id),
  );
  const government = (id: string, name: string, superior: string | null, jurisdiction: string): Unit => ({
    ...{ id, name, aliases: [], kind: 'government', superior, jurisdiction, topics: [] },
  });
  const own = kept.map((unit): Unit => ({
    ...unit,
    ...{
      name: unit.name.replace('江城市', '云山县').replace('江城', '云山').replace(/^市/, '县'),
      jurisdiction: COUNTY,
    },
    superior: unit.kind === 'vertical' ? 'city_gov' : unit.superior === 'city_gov' ? 'county_gov' : unit.superior,
  }));
  return [
    government('city_gov', '江城市人民政府', null, '990100'),
    government('county_gov', '云山县人民政府', 'city_gov', COUNTY),
    ...own,
    { ...government('shahe_town', '沙河镇人民政府', 'county_gov', '990121100'), kind: 'town' },
  ];
}

function countyPlaces() {
  const { places } = loadRulebook(shippedConfigFolder(), 'places', placesSchema);
  return places.filter(({ code }) => ['990000', '990100'].includes(code) || code.startsWith(COUNTY));
}

const duty = person('县值班员', 'gov_office', 'duty_officer');

describe('D01: a new district is set up from its rule files alone', () => {
  it('D01: the folder passes the check that every installation runs', () => {
    expect(checkConfig(folder, local('2026-03-10 10:00')).errors).toEqual([]);
  });

  it('D01: a matter opens, is routed within the county, and its deadlines run as its own rulebook says', async () => {
    const places = [{ code: '990121100', name: '沙河镇', path: ['江城市', '云山县', '沙河镇'] }];
    const event = anEvent('2026-03-10 09:30', { jurisdiction: COUNTY, places });
    await story.tell(event);
    const { responder } = story;
    const page = await responder.queries.tickets(duty, { eventId: event.id });
    const { id } = page.items[0]!;
    const opened = await responder.queries.ticket(duty, id);
    expect(opened.ticket.number).toBe('舆交〔2026〕1号');
    expect(opened.routing.suggested.map(({ unit, role }) => `${role} ${unit.name}`)).toEqual([
      'lead 云山水务集团',
      'coordinator 县政府办公室',
      'coordinator 县政府新闻办公室',
    ]);
    expect(opened.routing.explanation.join('；')).toContain('W-02');
    const judgement = { outcome: 'public_answer' as const, dispositions: ['D-3' as const] };
    const judged = await responder.verbs.judge(id, { revision: opened.ticket.revision, ...judgement }, duty);
    const order = { revision: judged.revision, lead: 'water_company', requirement: '核实停水原因' };
    const { clocks, revision } = await responder.verbs.dispatch(id, order, duty);
    expect(clocks.find(({ rule }) => rule === 'L-03-yellow')!.dueAt).toContain('2026-03-10T10:30');
    // The national deadline is what it is everywhere.
    expect(clocks.find(({ rule }) => rule === 'N-03')!.dueAt).toContain('2026-03-12T09:30');
    const signed = await responder.verbs.accept(id, { revision }, handlerOf('water_company'));
    expect(signed.state).toBe('accepted');
    // The city's own lead bodies are not users of this installation's tree.
    const stranger = { revision: signed.revision, text: '催办' };
    await expect(responder.verbs.note(id, stranger, person('外人', 'chengdong', 'duty_officer'))).rejects.toMatchObject(
      {
        code: 'not_found',
      },
    );
  });
});
