import { describe, expect, it } from 'vitest';
import type { Role } from '../../platform/runtime/kernel.ts';
import { allOperations, type AllRooms } from './operations/all.ts';
import { openApiDocument } from './openapi.ts';
import { mayCall } from './operation.ts';
import { ROLES } from './schemas/session.ts';

/** Nothing is called here, only looked at. */
const OPERATIONS = allOperations({ configFolder: '' } as AllRooms);

const DUTY: Role[] = ['duty_officer', 'duty_leader'];
const UNIT: Role[] = ['handler', 'unit_head'];
const OVERSEERS: Role[] = [...DUTY, 'spokesperson', 'leader', 'supervisor'];
const BUSINESS: Role[] = [...OVERSEERS, ...UNIT];
const PUBLIC: Role[] = ['spokesperson', ...UNIT, ...DUTY];
const ACTING: Role[] = [...PUBLIC, 'leader', 'supervisor'];

/**
 * The authorisation matrix, spelled out by hand: who may call what at all. What a role may see or do inside is narrowed further by
 * the responder (unit, reach, accused) and tested with real rows in isolation.test.ts. A new operation needs a line here.
 */
const MATRIX: Record<string, readonly Role[] | 'anyone' | 'signed_in'> = {
  'session.signIn': 'anyone',
  'setup.state': 'anyone',
  'setup.create': 'anyone',
  'session.signOut': 'signed_in',
  'session.me': 'signed_in',
  'session.changePassword': 'signed_in',
  'overview.read': BUSINESS,
  'lags.list': BUSINESS,
  'sources.list': [...OVERSEERS, 'system_admin'],
  'evaluation.counts': [...DUTY, 'leader', 'supervisor', 'evaluator'],
  'evaluation.samples': ['evaluator', 'supervisor'],
  'accountability.list': ['supervisor'],
  'accountability.cases': ['supervisor', 'leader', 'unit_head'],
  'accountability.open-case': ['supervisor'],
  'accountability.add-evidence': ['supervisor'],
  'accountability.decide': ['supervisor', 'leader'],
  'accountability.issue-notice': ['supervisor'],
  'accountability.reply': ['unit_head'],
  'accountability.appeal': ['unit_head'],
  'accountability.rule-appeal': ['supervisor', 'leader'],
  'accountability.report-rectification': ['unit_head'],
  'accountability.accept-rectification': ['supervisor'],
  'accountability.close-case': ['supervisor'],
  'stream.list': BUSINESS,
  'events.list': BUSINESS,
  'events.read': BUSINESS,
  'warnings.list': BUSINESS,
  'tickets.list': BUSINESS,
  'tickets.read': BUSINESS,
  'tickets.open': DUTY,
  'clocks.explain': BUSINESS,
  'ticket.judge': DUTY,
  'ticket.second-judge': DUTY,
  'ticket.set-level': DUTY,
  'ticket.keep-provisional': DUTY,
  'ticket.end-provisional': DUTY,
  'ticket.dispatch': DUTY,
  'ticket.verify': [...DUTY, ...UNIT],
  'ticket.accept': UNIT,
  'ticket.accept-by-phone': DUTY,
  'ticket.countersign': UNIT,
  'ticket.pass-down': UNIT,
  'ticket.consent-pass-down': DUTY,
  'ticket.return': UNIT,
  'ticket.rule': DUTY,
  'ticket.reassign': DUTY,
  'ticket.start': UNIT,
  'ticket.consult': ACTING,
  'ticket.end-consult': ACTING,
  'ticket.request-extension': UNIT,
  'ticket.refuse-extension': DUTY,
  'ticket.extend': DUTY,
  'ticket.report': UNIT,
  'ticket.review': ['unit_head', ...DUTY],
  'ticket.record-release': PUBLIC,
  'ticket.record-conference': PUBLIC,
  'ticket.confirm-release': [...PUBLIC, 'supervisor'],
  'ticket.report-up': DUTY,
  'ticket.supervise': [...DUTY, 'supervisor', 'leader'],
  'ticket.list': ['duty_leader', 'supervisor', 'leader'],
  'ticket.unlist': ['duty_leader', 'supervisor', 'leader'],
  'ticket.issue-draft': [...DUTY, 'supervisor'],
  'ticket.drop-draft': [...DUTY, 'supervisor'],
  'ticket.split': DUTY,
  'ticket.unmerge': DUTY,
  'ticket.inquire-accused': [...DUTY, ...UNIT],
  'ticket.withdraw-inquiry': [...DUTY, ...UNIT],
  'ticket.propose-admission': DUTY,
  'ticket.confirm-admission': DUTY,
  'ticket.copy-to-units': DUTY,
  'ticket.hand-over': DUTY,
  'ticket.record-receipt': DUTY,
  'ticket.withdraw-transfer': DUTY,
  'ticket.desk.judgement': BUSINESS,
  'ticket.desk.inquiries': BUSINESS,
  'ticket.desk.transfers': BUSINESS,
  'inquiries.list': UNIT,
  'inquiries.answer': UNIT,
  'copies.list': UNIT,
  'copies.answer': UNIT,
  'ticket.close': DUTY,
  'ticket.archive': DUTY,
  'ticket.reopen': DUTY,
  'ticket.merge': DUTY,
  'ticket.note': ACTING,
  'ticket.desk.clocks': BUSINESS,
  'tasks.list': BUSINESS,
  'promises.list': BUSINESS,
  'ticket.desk.asks': BUSINESS,
  'ticket.add-ask': PUBLIC,
  'ticket.set-main-ask': PUBLIC,
  'ticket.answer-ask': PUBLIC,
  'ticket.reason-ask': PUBLIC,
  'ticket.conclude-investigation': [...UNIT, ...DUTY],
  'ticket.record-adoption': [...UNIT, ...DUTY],
  'ticket.explain-difference': PUBLIC,
  'ticket.desk.promises': BUSINESS,
  'ticket.register-promise': PUBLIC,
  'ticket.keep-promise': PUBLIC,
  'ticket.move-promise': [...UNIT, ...DUTY],
  'ticket.desk.media': BUSINESS,
  'ticket.register-media-question': PUBLIC,
  'ticket.draft-media-reply': PUBLIC,
  'ticket.approve-media-reply': ['unit_head', 'duty_leader'],
  'ticket.send-media-reply': PUBLIC,
  'ticket.desk.rumours': BUSINESS,
  'ticket.register-rumour': PUBLIC,
  'ticket.verify-rumour': PUBLIC,
  'ticket.clarify-rumour': PUBLIC,
  'ticket.desk.room': BUSINESS,
  'ticket.open-room': DUTY,
  'ticket.add-members': DUTY,
  'ticket.remove-member': DUTY,
  'ticket.add-minutes': [...PUBLIC, 'supervisor'],
  'ticket.close-room': DUTY,
  'ticket.desk.facts': BUSINESS,
  'ticket.propose-fact': PUBLIC,
  'ticket.edit-fact': PUBLIC,
  'ticket.agree-fact': DUTY,
  'ticket.approve-fact': ['unit_head', ...DUTY],
  'ticket.drop-fact': DUTY,
  'ticket.desk.upward': BUSINESS,
  'ticket.draft-upward': DUTY,
  'ticket.edit-upward': DUTY,
  'ticket.drop-upward': DUTY,
  'ticket.send-upward': DUTY,
  'ticket.receipt-upward': DUTY,
  'ticket.desk.instructions': BUSINESS,
  'ticket.present': DUTY,
  'ticket.record-instruction': DUTY,
  'ticket.countersign-instruction': DUTY,
  'ticket.task-instruction': DUTY,
  'ticket.report-on-instruction': DUTY,
  'ticket.finish-task': [...PUBLIC, 'supervisor'],
  'ticket.drop-task': DUTY,
  'ticket.desk.sealed': BUSINESS,
  'ticket.open-sealed': BUSINESS,
  'ticket.seal-value': [...DUTY, ...UNIT],
  'ticket.admit-reader': ['unit_head', 'duty_leader', 'leader'],
  'ticket.remove-reader': ['unit_head', 'duty_leader', 'leader'],
  'ticket.destroy-seals': ['duty_leader'],
  'ticket.start-clock': DUTY,
  'ticket.meet-clock': DUTY,
  'ticket.pause-clock': DUTY,
  'ticket.resume-clock': DUTY,
  'ticket.rebase-clock': DUTY,
  'ticket.desk.release': BUSINESS,
  'ticket.plan-release': PUBLIC,
  'ticket.settle-plan': PUBLIC,
  'ticket.draft-release': PUBLIC,
  'ticket.edit-release': PUBLIC,
  'ticket.submit-release': PUBLIC,
  'ticket.drop-release': PUBLIC,
  'ticket.judge-release': PUBLIC,
  'ticket.except-identity': ['unit_head', 'spokesperson', ...DUTY],
  'ticket.approve-release': ['unit_head', 'spokesperson', ...DUTY],
  'ticket.review-secrecy': ['unit_head', ...DUTY],
  'ticket.publish-release': PUBLIC,
  'ticket.confirm-channel': PUBLIC,
  'ticket.retry-channel': PUBLIC,
  'ticket.correct-release': PUBLIC,
  'ticket.withdraw-release': ['unit_head', 'spokesperson', ...DUTY],
  'speakers.list': BUSINESS,
  'speakers.set': ['spokesperson', 'unit_head', ...DUTY],
  'speakers.end': ['spokesperson', 'unit_head', ...DUTY],
  'speakers.appear': ['spokesperson', 'unit_head', ...DUTY],
  'registrations.create': [...DUTY, 'spokesperson'],
  'attachments.create': BUSINESS,
  'attachments.read': BUSINESS,
  'analyses.try': [...DUTY, 'system_admin'],
  'analyses.labels': [...DUTY, 'system_admin'],
  'feedback.list': [...DUTY, 'system_admin'],
  'feedback.give': [...DUTY, 'system_admin'],
  'feedback.review': ['duty_leader', 'system_admin'],
  'notifications.list': BUSINESS,
  'notifications.seen': BUSINESS,
  'deliveries.list': [...DUTY, 'supervisor'],
  'deliveries.resend': DUTY,
  'channels.list': [...DUTY, 'system_admin'],
  'channels.test': ['system_admin'],
  'roster.read': BUSINESS,
  'roster.set': [...DUTY, 'unit_head'],
  'roster.import': [...DUTY, 'unit_head'],
  'roster.remove': [...DUTY, 'unit_head'],
  'handovers.list': BUSINESS,
  'handovers.write': [...DUTY, ...UNIT],
  'handovers.tick': [...DUTY, ...UNIT],
  'handovers.sign': [...DUTY, ...UNIT],
  'dutyTable.read': BUSINESS,
  'dutyTable.change': DUTY,
  'organisation.read': BUSINESS,
  'units.list': [...BUSINESS, 'security_admin'],
  'users.list': BUSINESS,
  'accounts.list': ['security_admin'],
  'accounts.create': ['security_admin'],
  'accounts.update': ['security_admin'],
  'accounts.resetPassword': ['security_admin'],
  'settings.list': ['system_admin'],
  'rulebooks.list': ['system_admin'],
  'rulebooks.read': ['system_admin'],
  'parked.list': ['system_admin'],
  'parked.replay': ['system_admin'],
  'audit.list': ['audit_admin'],
  'audit.verify': ['audit_admin'],
};

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

  it('lets a leader act only by asking, urging and listing', () => {
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
