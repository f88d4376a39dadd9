import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { departmentsSchema } from '../../config/schema/departments.ts';
import { routingSchema } from '../../config/schema/routing.ts';
import { route, type RouteQuestion } from './route.ts';

const folder = shippedConfigFolder();
const book = loadRulebook(folder, 'routing', routingSchema);
const departments = loadRulebook(folder, 'departments', departmentsSchema);

type Suggestion = RouteQuestion['departments'][number];
const suggest = (id: string, role: Suggestion['role'] = 'lead', score = 0.9): Suggestion => ({
  id,
  name: id,
  role,
  score,
  reason: '职责表',
});
const place = (code: string, background = false) => ({ code, name: code, path: [code], background });
const ask = (change: Partial<RouteQuestion>) =>
  route(book, departments, {
    topic: 'education',
    places: [],
    level: null,
    kind: null,
    accused: [],
    departments: [],
    jurisdiction: '990100',
    ...change,
  });
const accuse = (...ids: string[]) => ids.map((id) => ({ id, name: id }));

describe('who should answer', () => {
  it.each<[string, Partial<RouteQuestion>, { lead: string; co?: string[]; coordinator?: string; path: string[] }]>([
    [
      'a local matter goes to the department in charge',
      { departments: [suggest('education')], places: [place('990102001')] },
      { lead: 'education', co: ['chengdong'], coordinator: 'gov_office', path: ['W-00', 'W-02'] },
    ],
    ['without a suggestion the topic’s own unit', {}, { lead: 'education', path: ['W-00', 'W-02'] }],
    [
      'the better score wins',
      { departments: [suggest('health', 'lead', 0.4), suggest('market', 'lead', 0.7)] },
      { lead: 'market', path: ['W-00', 'W-02'] },
    ],
    ['nobody known: the office', { topic: 'none' }, { lead: 'gov_office', co: [], path: ['W-00'] }],
    [
      'several departments answer each by duty',
      { departments: [suggest('market'), suggest('health', 'co', 0.6)] },
      { lead: 'market', co: ['health'], path: ['W-00', 'W-05'] },
    ],
    [
      'several districts: the city department, the districts help',
      { departments: [suggest('ecology')], places: [place('990102'), place('990103')] },
      { lead: 'ecology', co: ['chengdong', 'chengxi'], path: ['W-00', 'W-04'] },
    ],
    [
      'a place mentioned in passing does not count',
      { departments: [suggest('ecology')], places: [place('990102'), place('990103', true)] },
      { lead: 'ecology', co: ['chengdong'], path: ['W-00', 'W-02'] },
    ],
    [
      'vertical management: its upper department coordinates',
      { departments: [suggest('tax')] },
      { lead: 'tax', coordinator: 'province_tax', path: ['W-00', 'W-03'] },
    ],
    [
      'Ⅰ: the government itself leads',
      { level: 'I', kind: 'fire', departments: [suggest('fire')], places: [place('990104')] },
      { lead: 'city_gov', co: ['fire', 'binjiang'], path: ['W-00', 'W-07', 'W-06'] },
    ],
    [
      'an emergency: the handling unit releases, the press office organises',
      { kind: 'fire', departments: [suggest('fire')] },
      { lead: 'fire', path: ['W-00', 'W-07', 'W-02'] },
    ],
    [
      'a policy of the State Council belongs above',
      { flags: ['state_policy'] },
      { lead: 'province_gov', path: ['W-00', 'W-01'] },
    ],
  ])('%s', (_, question, expected) => {
    expect(ask(question)).toMatchObject(expected);
  });

  it('explains its way', () => {
    const { reasons } = ask({ departments: [suggest('education')] });
    expect(reasons).toContain('W-02 本地事项：谁主管谁负责、属地管理');
    expect(reasons.join()).not.toContain('兜底');
    expect(reasons).toContain('市教育局：职责表');
  });
});

describe('an accused unit', () => {
  it.each<[string, Partial<RouteQuestion>, string]>([
    [
      'gives way to its superior',
      { departments: [suggest('traffic_police')], accused: accuse('traffic_police') },
      'police',
    ],
    [
      'a district bureau to its district',
      { departments: [suggest('chengdong_education')], accused: accuse('chengdong_education') },
      'chengdong',
    ],
    [
      'a bureau under the city itself to supervision',
      { departments: [suggest('education')], accused: accuse('education') },
      'supervision',
    ],
    [
      'with corruption to discipline',
      { departments: [suggest('education')], accused: accuse('education'), flags: ['corruption'] },
      'discipline',
    ],
    [
      'takes the units below it along',
      { departments: [suggest('traffic_police')], accused: accuse('police') },
      'supervision',
    ],
    [
      'a blamed government does not bar its departments',
      { departments: [suggest('education')], accused: accuse('city_gov') },
      'education',
    ],
    [
      'a blamed supervision office gives way to discipline',
      { departments: [suggest('education')], accused: accuse('education', 'supervision') },
      'discipline',
    ],
    [
      'an unknown name changes nothing',
      { departments: [suggest('education')], accused: [{ id: null, name: '某公司' }] },
      'education',
    ],
  ])('%s', (_, question, lead) => {
    expect(ask(question).lead).toBe(lead);
  });

  it('does not help or coordinate either, and the reason says so', () => {
    const found = ask({
      departments: [suggest('market'), suggest('health', 'co')],
      accused: accuse('health', 'gov_office'),
    });
    expect(found).toMatchObject({ lead: 'market', co: [], coordinator: 'press_office' });
    expect(ask({ accused: accuse('education') }).reasons.at(-1)).toContain('回避');
  });
});

describe('the tree', () => {
  it('cannot lose its fallback', () => {
    const broken = structuredClone(book);
    delete broken.root.lead;
    expect(routingSchema.safeParse(broken).success).toBe(false);
    const narrowed = structuredClone(book);
    narrowed.root.when = { topic: ['education'] };
    expect(routingSchema.safeParse(narrowed).success).toBe(false);
  });
  it('only ever proposes a lead body for 督办', () => {
    const kinds = departments.units.filter((unit) => unit.id === ask({}).supervisor).map((unit) => unit.kind);
    expect(kinds).toEqual(['lead_body']);
  });
});
