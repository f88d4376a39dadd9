import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { internationalSuite } from '../../../platform/runtime/crypto.ts';
import { verifyAudit, type AuditFault, type AuditReport } from '../../../platform/runtime/verify-audit.ts';
import type { AccountsContext } from '../../accounts/accounts-context.ts';
import { listAudit, type AuditRow } from '../../audit/list-audit.ts';
import { cutPage, decodeCursor } from '../cursor.ts';
import { operation, type Operation } from '../operation.ts';
import { auditPage, auditQuery, auditVerdict } from '../schemas/admin.ts';

const AUDIT_ADMIN = ['audit_admin'] as const;
const TAG = '审计';

/** Reading and checking the audit; nobody can change it, the audit administrator included. */
export const auditOperations = ({ accounts }: { accounts: AccountsContext }): Operation[] => [
  operation({
    id: 'audit.list',
    method: 'get',
    path: '/audit',
    summary: '审计记录',
    tag: TAG,
    roles: AUDIT_ADMIN,
    query: auditQuery,
    response: auditPage,
    async handle({ query }) {
      const cursor = decodeCursor(query.cursor, 'time', 'id');
      const after: [string, string] | null = cursor && [String(cursor[0]), String(cursor[1])];
      const rows = await listAudit(accounts.db, { ...query, after });
      const { items, nextCursor } = cutPage(rows, query.limit, (row) => [row.at.toISOString(), row.id]);
      return { items: items.map(describe), nextCursor, serverTime: toLocalIso(accounts.time.now()) };
    },
  }),
  operation({
    id: 'audit.verify',
    method: 'post',
    path: '/audit/verify',
    summary: '校验审计链',
    tag: TAG,
    roles: AUDIT_ADMIN,
    response: auditVerdict,
    async handle({ actor }) {
      const report = await verifyAudit(accounts.db, internationalSuite);
      await accounts.transact((unit) => {
        const subject = { kind: 'audit', id: String(report.sealed) };
        unit.audit({ actor, action: 'audit.verify', subject, detail: { ok: report.ok } });
        return Promise.resolve();
      });
      return { ok: report.ok, checked: report.sealed, brokenAt: report.broken?.sequence ?? null, message: say(report) };
    },
  }),
];

const describe = (row: AuditRow) => ({
  id: row.id,
  sequence: row.sequence,
  at: toLocalIso(row.at),
  actor: { id: row.actor_id, name: row.actor_name, unitId: row.actor_unit },
  action: row.action,
  subject: { kind: row.subject_kind, id: row.subject_id },
  detail: row.detail,
  success: row.success,
});

const FAULTS: Record<AuditFault, string> = {
  altered: '记录内容与封存时不符',
  entry_missing: '已封存的记录不见了',
  seal_missing: '封存链缺号',
  reordered: '记录次序被调换',
  anchor: '与此前记下的链尾不符',
};

function say({ broken, sealed, unsealed }: AuditReport): string {
  if (broken) return `审计链在第 ${broken.sequence} 条断裂：${FAULTS[broken.fault]}`;
  return `审计链完整：已校验 ${sealed} 条，另有 ${unsealed} 条等待封存`;
}
