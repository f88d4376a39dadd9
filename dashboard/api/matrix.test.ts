import { describe, expect, it } from 'vitest';
import { allOperations, type AllRooms } from './operations/all.ts';
import { openApiDocument } from './openapi.ts';
import { mayCall } from './operation.ts';
import { BUSINESS, MATRIX } from '../../tests/harness/authorisation-matrix.ts';
import { ROLES } from './schemas/session.ts';

/** Nothing is called here, only looked at. */
const OPERATIONS = allOperations({ configFolder: '' } as AllRooms);

describe('the authorisation matrix', () => {
  it('has a line for every operation and no line too many', () => {
    expect(OPERATIONS.map((each) => each.spec.id).sort()).toEqual(Object.keys(MATRIX).sort());
  });

  it.each(OPERATIONS.map((each) => [each.spec.id, each] as const))('%s is open to exactly its roles', (id, each) => {
    const line = MATRIX[id]!;
    if (typeof line === 'string') expect(each.access).toBe(line);
    else for (const role of ROLES) expect([role, mayCall(each.access, [role])]).toEqual([role, line.includes(role)]);
  });

  it('gives administrators no business operation and business roles no administration', () => {
    const admin = ['system_admin', 'security_admin', 'audit_admin'] as const;
    const business = OPERATIONS.filter((each) => each.access !== 'anyone' && each.access !== 'signed_in').filter(
      (each) => BUSINESS.some((role) => mayCall(each.access, [role])),
    );
    const shared = business.filter((each) => admin.some((role) => mayCall(each.access, [role])));
    // Names of units and the state of sources and channels carry no business row; of corrections he who edits the rulebooks meets only those of texts
    // typed in to try them (feedback.test.ts).
    expect(shared.map((each) => each.spec.id).sort()).toEqual([
      'analyses.labels',
      'analyses.try',
      'channels.list',
      'feedback.give',
      'feedback.list',
      'feedback.review',
      'sources.list',
      'units.list',
    ]);
  });

  it('lets a leader act only by asking, instructing, urging and listing', () => {
    const acts = OPERATIONS.filter((each) => each.spec.method !== 'get' && Array.isArray(each.access));
    const leaders = acts.filter((each) => mayCall(each.access, ['leader'])).map((each) => each.spec.id);
    expect(leaders.sort()).toEqual([
      'accountability.decide',
      'accountability.rule-appeal',
      'attachments.create',
      'notifications.seen',
      'ticket.admit-reader',
      'ticket.consult',
      'ticket.end-consult',
      'ticket.give-instruction',
      'ticket.list',
      'ticket.note',
      'ticket.open-sealed',
      'ticket.remove-reader',
      'ticket.supervise',
      'ticket.unlist',
    ]);
  });
});

describe('the OpenAPI document', () => {
  const document = openApiDocument(OPERATIONS, '0.1.0');
  const inDocument = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.keys(item as object).map((method) => `${method} ${path}`),
  );

  it('names every route once and none besides', () => {
    const routes = OPERATIONS.map(({ spec }) => `${spec.method} ${spec.path.replace(/:(\w+)/g, '{$1}')}`);
    expect(inDocument.sort()).toEqual(routes.sort());
    expect(new Set(routes).size).toBe(routes.length);
    expect(new Set(OPERATIONS.map((each) => each.spec.id)).size).toBe(OPERATIONS.length);
  });

  it('resolves every reference, names every path parameter and speaks 3.1', () => {
    expect(document.openapi).toBe('3.1.0');
    const text = JSON.stringify(document);
    const known = new Set(Object.keys(document.components?.schemas ?? {}));
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) expect(known).toContain(name);
    for (const { spec } of OPERATIONS) {
      const wanted = [...spec.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
      const item = document.paths?.[spec.path.replace(/:(\w+)/g, '{$1}')] as Record<
        string,
        { parameters?: { in: string; name: string }[] }
      >;
      const given = (item[spec.method]?.parameters ?? []).filter((each) => each.in === 'path').map((each) => each.name);
      expect(given).toEqual(wanted);
    }
  });

  it('says for every act which header proves its origin', () => {
    for (const { spec } of OPERATIONS.filter((each) => each.spec.method !== 'get')) {
      const item = document.paths?.[spec.path.replace(/:(\w+)/g, '{$1}')] as Record<
        string,
        { parameters?: { name: string }[] }
      >;
      expect((item[spec.method]?.parameters ?? []).map((each) => each.name)).toContain('x-huiying-client');
    }
  });
});
