import type { YamlPath } from './locate.ts';
import type { Rulebooks } from './rulebooks.ts';
import type { ClockCondition, ClocksBook } from './schema/clocks.ts';
import { limitAmount } from './schema/clocks-check.ts';
import type { RouteNode } from './schema/routing.ts';
import { wordFindings } from './word-findings.ts';

export interface Finding {
  book: keyof Rulebooks;
  path: YamlPath;
  /** Chinese: what is wrong and what to do. */
  message: string;
}

/** What must fit between the books; each book by itself was already checked by its schema. */
export function crossCheck(books: Rulebooks): Finding[] {
  const findings = [unitFindings, placeFindings, dutyFindings, kindFindings, noticeFindings, releaseFindings];
  return [...findings, wordFindings].flatMap((find) => find(books));
}

function unitFindings({ departments, routing }: Rulebooks): Finding[] {
  const kinds = new Map<string, string>(departments.units.map((unit) => [unit.id, unit.kind]));
  const unknown = (id: string, path: YamlPath): Finding[] =>
    kinds.has(id) ? [] : [{ book: 'routing', path, message: `departments.yaml 中没有单位 ${id}` }];
  const bodies = Object.entries(routing.bodies).flatMap(([role, id]) => unknown(id, ['bodies', role]));
  const wrongKind: Finding[] =
    kinds.has(routing.bodies.supervision) && kinds.get(routing.bodies.supervision) !== 'lead_body'
      ? [
          {
            book: 'routing',
            path: ['bodies', 'supervision'],
            message: '督办机构须为牵头机构（kind: lead_body），其他单位不得督办',
          },
        ]
      : [];
  const walk = (node: RouteNode, path: YamlPath): Finding[] => [
    ...[node.lead, ...(node.co ?? []), ...(node.coordinator ?? [])].flatMap((selector) =>
      selector?.startsWith('unit:') ? unknown(selector.slice(5), path) : [],
    ),
    ...node.routes.flatMap((child, index) => walk(child, [...path, 'routes', index])),
  ];
  return [...bodies, ...wrongKind, ...walk(routing.root, ['root'])];
}

function placeFindings({ departments, places }: Rulebooks): Finding[] {
  const codes = new Set(places.places.map((place) => place.code));
  const orphans = places.places.flatMap((place, index): Finding[] =>
    place.parent === null || codes.has(place.parent)
      ? []
      : [{ book: 'places', path: ['places', index, 'parent'], message: `没有代码为 ${place.parent} 的上级地点` }],
  );
  const homeless = departments.units.flatMap((unit, index): Finding[] =>
    codes.has(unit.jurisdiction)
      ? []
      : [
          {
            book: 'departments',
            path: ['units', index, 'jurisdiction'],
            message: `places.yaml 中没有代码 ${unit.jurisdiction}（${unit.name}）`,
          },
        ],
  );
  return [...orphans, ...homeless];
}

function dutyFindings({ departments, topics, 'routing-duties': duties }: Rulebooks): Finding[] {
  const ids = new Set(departments.units.map((unit) => unit.id));
  const keys = new Set<string>(topics.topics.map((topic) => topic.key));
  const named = [
    ...duties.duties.map(({ lead, co }, index) => ({ path: ['duties', index], units: [lead, ...co] })),
    ...duties.helpers.map(({ co }, index) => ({ path: ['helpers', index], units: co })),
    ...duties.blame.standIns.map(({ unit }, index) => ({ path: ['blame', 'standIns', index], units: [unit] })),
  ];
  const duty = named.flatMap(({ path, units }) =>
    units
      .filter((id) => !ids.has(id))
      .map((id): Finding => ({ book: 'routing-duties', path, message: `departments.yaml 中没有单位 ${id}` })),
  );
  const topic = departments.units.flatMap((unit, index) =>
    unit.topics
      .filter((key) => !keys.has(key))
      .map((key): Finding => ({
        book: 'departments',
        path: ['units', index, 'topics'],
        message: `topics.yaml 中没有主题 ${key}`,
      })),
  );
  return [...duty, ...topic];
}

function kindFindings({ clocks, 'event-levels': levels, 'event-kinds': kinds }: Rulebooks): Finding[] {
  const known = new Set<string>(levels.kinds.map((row) => row.kind));
  const conditions = (applies: ClockCondition | { any: ClockCondition[] }) =>
    'any' in applies ? applies.any : [applies];
  const clock = clocks.rules.flatMap((rule, index) =>
    conditions(rule.applies)
      .flatMap((one) => one.kind ?? [])
      .filter((kind) => !known.has(kind))
      .map((kind): Finding => ({
        book: 'clocks',
        path: ['rules', index, 'applies'],
        message: `event-levels.yaml 中没有事件类型 ${kind}`,
      })),
  );
  const sign = kinds.signs.flatMap((row, index): Finding[] =>
    known.has(row.kind)
      ? []
      : [
          {
            book: 'event-kinds',
            path: ['signs', index, 'kind'],
            message: `event-levels.yaml 中没有事件类型 ${row.kind}`,
          },
        ],
  );
  return [...clock, ...sign];
}

function noticeFindings({ departments, notifications }: Rulebooks): Finding[] {
  const ids = new Set(departments.units.map((unit) => unit.id));
  const unknown = (unit: string, path: YamlPath): Finding[] =>
    unit === '*' || ids.has(unit)
      ? []
      : [{ book: 'notifications', path, message: `departments.yaml 中没有单位 ${unit}` }];
  return [
    ...notifications.targets.flatMap(({ unit }, index) => unknown(unit, ['targets', index, 'unit'])),
    ...notifications.routes.flatMap(({ units = [] }, index) =>
      units.flatMap((unit) => unknown(unit, ['routes', index, 'units'])),
    ),
  ];
}

function releaseFindings({ departments, releases }: Rulebooks): Finding[] {
  const ids = new Set(['*', 'owner', ...departments.units.map((unit) => unit.id)]);
  const unknown = (posts: readonly string[], path: YamlPath): Finding[] =>
    posts
      .map((post) => post.slice(post.indexOf('@') + 1))
      .filter((unit) => !ids.has(unit))
      .map((unit) => ({ book: 'releases', path, message: `departments.yaml 中没有单位 ${unit}` }));
  return [
    ...releases.channels.flatMap(({ owner, reviewer }, index) =>
      unknown([`@${owner}`, ...(reviewer === undefined ? [] : [reviewer])], ['channels', index]),
    ),
    ...releases.approvals.flatMap(({ steps, late }, index) =>
      unknown([...late, ...steps.flatMap(({ posts }) => posts)], ['approvals', index]),
    ),
    ...unknown(releases.secrecy.posts, ['secrecy', 'posts']),
  ];
}

/** A customer's folder against the shipped one: national clocks may be shorter there, never longer and never gone. */
export function nationalFindings(own: ClocksBook, shipped: ClocksBook): Finding[] {
  return shipped.rules
    .filter((rule) => rule.locked && rule.clock)
    .flatMap((rule): Finding[] => {
      const index = own.rules.findIndex((other) => other.id === rule.id);
      const clock = own.rules[index]?.clock;
      if (!clock)
        return [
          {
            book: 'clocks',
            path: ['rules'],
            message: `缺少国家规定的时限 ${rule.id}（${rule.title}），请从随附规则中补回`,
          },
        ];
      const looser =
        clock.calendar !== rule.clock!.calendar || limitAmount(clock.limit) > limitAmount(rule.clock!.limit);
      return looser
        ? [
            {
              book: 'clocks',
              path: ['rules', index, 'clock'],
              message: `${rule.id} 不得比国家规定宽（应为 ${rule.clock!.calendar} ${rule.clock!.limit}）；收紧请写在 tighten`,
            },
          ]
        : [];
    });
}
