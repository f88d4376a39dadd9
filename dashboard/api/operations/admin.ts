import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { listParked, replayParked, type ParkedMessage } from '../../../platform/runtime/parked.ts';
import type { AccountsContext } from '../../accounts/accounts-context.ts';
import { operation, type Operation } from '../operation.ts';
import { parkedPage, rulebookText, rulebooksList, settingsView } from '../schemas/admin.ts';
import { flag } from '../schemas/common.ts';

interface AdminRooms {
  accounts: AccountsContext;
  configFolder: string;
  /** Settings a person may read, secrets left out. */
  settings: readonly { name: string; value: string; meaning: string }[];
}
const SYSTEM_ADMIN = ['system_admin'] as const;
const TAG = '系统管理';

export const adminOperations = (rooms: AdminRooms): Operation[] => [
  settingsOperation(rooms),
  ...rulebookOperations(rooms),
  ...parkedOperations(rooms),
];

const settingsOperation = ({ settings }: AdminRooms): Operation =>
  operation({
    id: 'settings.list',
    method: 'get',
    path: '/settings',
    summary: '运行参数',
    tag: TAG,
    roles: SYSTEM_ADMIN,
    response: settingsView,
    handle: () => Promise.resolve({ items: [...settings] }),
  });

const rulebookOperations = ({ configFolder }: AdminRooms): Operation[] => {
  const folder = join(configFolder, 'rulebooks');
  const names = async (): Promise<string[]> =>
    (await readdir(folder)).filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length));
  return [
    operation({
      id: 'rulebooks.list',
      method: 'get',
      path: '/rulebooks',
      summary: '规则库目录',
      tag: TAG,
      roles: SYSTEM_ADMIN,
      response: rulebooksList,
      async handle() {
        const sized = (await names()).sort().map(async (name) => {
          const { size } = await stat(join(folder, `${name}.yaml`));
          return { name, bytes: size };
        });
        return { items: await Promise.all(sized) };
      },
    }),
    operation({
      id: 'rulebooks.read',
      method: 'get',
      path: '/rulebooks/:name',
      summary: '规则库内容',
      tag: TAG,
      roles: SYSTEM_ADMIN,
      params: z.object({ name: z.string() }),
      response: rulebookText,
      async handle({ params: { name } }) {
        // Only names that are in the folder: no path from outside is ever opened.
        if (!(await names()).includes(name)) throw new AppError('not_found', '没有这个规则库');
        return { name, text: await readFile(join(folder, `${name}.yaml`), 'utf8') };
      },
    }),
  ];
};

const parkedOperations = ({ accounts }: AdminRooms): Operation[] => [
  operation({
    id: 'parked.list',
    method: 'get',
    path: '/parked',
    summary: '搁置的消息',
    tag: TAG,
    roles: SYSTEM_ADMIN,
    query: z.object({ all: flag.optional() }),
    response: parkedPage,
    async handle({ query }) {
      const rows = await listParked(accounts.db, { all: query.all ?? false });
      return { items: rows.map(describeParked), nextCursor: null, serverTime: toLocalIso(accounts.time.now()) };
    },
  }),
  operation({
    id: 'parked.replay',
    method: 'post',
    path: '/parked/:id/replay',
    summary: '重放一条搁置的消息',
    tag: TAG,
    roles: SYSTEM_ADMIN,
    params: z.object({ id: z.string().regex(/^(\d{1,15}|all)$/) }),
    response: z.object({ replayed: z.array(z.number()), unreadable: z.array(z.number()) }),
    async handle({ params, actor }) {
      const which = params.id === 'all' ? 'all' : Number(params.id);
      const result = await replayParked(accounts.db, which, accounts.time.now());
      await accounts.transact((unit) => {
        const subject = { kind: 'parked', id: params.id };
        unit.audit({ actor, action: 'parked.replay', subject, detail: { ...result } });
        return Promise.resolve();
      });
      return result;
    },
  }),
];

const describeParked = (row: ParkedMessage) => ({
  id: String(row.id),
  topic: row.topic,
  group: row.group,
  reason: row.reason,
  detail: row.detail,
  at: toLocalIso(row.parkedAt),
  state: row.replayedAt === null ? ('parked' as const) : ('replayed' as const),
});
