import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../config/load.ts';
import { loadRulebooks } from '../config/rulebooks.ts';
import type { ClockRule } from '../config/schema/clocks.ts';
import { ROLE_TITLES } from '../dashboard/accounts/role-titles.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../dashboard/accounts/seed-demo-accounts.ts';
import { SITE_PAGES } from '../dashboard/web/src/site-pages.ts';
import { CASE_VERBS } from '../responder/accountability/states.ts';
import { DESKS } from '../responder/desks.ts';
import { VERB_TABLE } from '../responder/tickets/states.ts';

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');
const guide = read('docs/operating.zh-CN.md');
const { clocks, departments } = loadRulebooks(shippedConfigFolder());

const quoted = (pattern: RegExp): string[] => [...new Set([...guide.matchAll(pattern)].map((match) => match[1]!))];
/** Cells of the table rows whose first cell fits. */
const rows = (first: RegExp): string[][] =>
  guide
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => cell.trim()))
    .filter(([cell]) => first.test(cell!));

const UNITS: Record<string, string> = { H: '小时', M: '分钟' };
/** 5小时, 20个工作日, 15日 as the guide writes a limit. */
function limitWords({ clock }: ClockRule): string | null {
  if (clock === null || clock === undefined) return null;
  const { limit, calendar } = clock;
  if (typeof limit === 'number') return `${limit}${calendar === 'working_days' ? '个工作日' : '日'}`;
  const [, count, unit] = /^PT(\d+)([HM])$/.exec(limit)!;
  return `${count}${UNITS[unit!]}`;
}

describe('the guide for those who work with the system', () => {
  it('names every act as the verb table does', () => {
    const titles = new Set<string>([...VERB_TABLE, ...CASE_VERBS].map(({ title }) => title));
    const named = quoted(/「([^」]+)」/g);
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter((title) => !titles.has(title))).toEqual([]);
  });

  it('names the shorter words of a desk as they stand there', () => {
    const folder = fileURLToPath(new URL('../dashboard/web/src/desks/', import.meta.url));
    const pages = readdirSync(folder).filter((name) => name.endsWith('.vue'));
    const texts = pages.map((name) => readFileSync(`${folder}${name}`, 'utf8')).join('\n');
    // Buttons are called as their act is (desks/buttons.test.ts); whatever is still called otherwise is named as it stands there.
    const named = quoted(/（按钮“([^”]+)”）/g);
    expect(named.filter((word) => !texts.includes(`>${word}</ElButton`))).toEqual([]);
  });

  it('leaves out no step of the ordinary way and no act of accountability', () => {
    const ordinary = ['judge', 'dispatch', 'accept', 'start', 'report', 'review', 'record-release', 'close', 'archive'];
    const titles = VERB_TABLE.filter(({ name }) => ordinary.includes(name)).map(({ title }) => title);
    expect(titles).toHaveLength(ordinary.length);
    for (const title of [...titles, ...CASE_VERBS.map((verb) => verb.title)]) expect(guide).toContain(`「${title}」`);
  });

  it('names every page and tab as the menu and the ticket do', () => {
    const admin = [...read('dashboard/web/src/router.ts').matchAll(/title: '([^']+)'/g)].map((match) => match[1]!);
    const titles = new Set([...admin, ...SITE_PAGES.map(({ title }) => title), ...DESKS.map(({ title }) => title)]);
    const named = quoted(/【([^】]+)】/g);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((title) => !titles.has(title))).toEqual([]);
    expect(DESKS.map(({ title }) => title).filter((title) => !named.includes(title))).toEqual([]);
  });

  it('lists the demonstration accounts, each with its unit and role, and no other', () => {
    const unitNames = new Map(departments.units.map(({ id, name }) => [id, name]));
    const wanted = DEMO_ACCOUNTS.map(({ login, unitId, roles }) => [
      `\`${login}\``,
      unitId === null ? '不属任何单位' : unitNames.get(unitId),
      roles.map((role) => ROLE_TITLES[role]).join('、'),
    ]);
    const listed = rows(/^`[a-z]+`$/).map((cells) => cells.slice(0, 3));
    expect(listed.toSorted()).toEqual(wanted.toSorted());
    expect(guide).toContain(`共 ${DEMO_ACCOUNTS.length} 个`);
    expect(guide).toContain(DEMO_PASSWORD);
    for (const page of ['README.md', 'README.zh-CN.md']) expect(read(page), page).toContain('docs/operating.zh-CN.md');
  });

  it('tells each deadline with the limit and the paper of the rulebook', () => {
    const told = rows(/^[NL]-\d+/);
    expect(told.length).toBeGreaterThan(10);
    for (const [id, , limit, , , paper] of told) {
      const rules = clocks.rules.filter((rule) => rule.id === id || rule.family === id);
      expect([id, rules.length > 0]).toEqual([id, true]);
      for (const rule of rules) {
        const words = limitWords(rule);
        if (words !== null) expect([rule.id, limit]).toEqual([rule.id, expect.stringContaining(words)]);
        const doc = rule.source.doc.replace(/（国务院令.*）$/, '');
        expect([rule.id, paper]).toEqual([rule.id, doc]);
      }
    }
  });

  it('names no deadline the rulebook does not know', () => {
    const known = new Set(clocks.rules.flatMap(({ id, family }) => [id, family]));
    expect(quoted(/(?<![A-Z])([NL]-\d\d[a-z]?)/g).filter((id) => !known.has(id))).toEqual([]);
  });
});
