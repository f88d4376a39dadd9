import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiOver, type TestApi } from '../../tests/harness/dashboard.ts';
import { anEvent, graveEvent, responderStory, type ResponderStory } from '../../tests/harness/responder.ts';
import { createAccount } from '../accounts/manage-accounts.ts';
import { changePassword } from '../accounts/change-password.ts';
import { readSession, sessionHash } from '../accounts/sessions.ts';
import { signIn } from '../accounts/sign-in.ts';
import { directory } from '../rooms/directory.ts';
import { responderRoom } from '../rooms/responder-room.ts';
import { notificationOperations } from './operations/notifications.ts';
import { sessionOperations } from './operations/session.ts';
import { ticketOperations } from './operations/tickets.ts';

let story: ResponderStory;
let api: Omit<TestApi, 'test' | 'close'>;
/** Cookies by login. */
const cookie: Record<string, string> = {};
let housing: string;
let grave: string;

beforeAll(async () => {
  story = await responderStory('2026-02-24 10:00');
  api = await apiOver(story.kernel, (rooms) => {
    const business = { responder: responderRoom(story.responder, directory(rooms.accounts)), time: story.time };
    return [...sessionOperations(rooms), ...ticketOperations(business), ...notificationOperations(business)];
  });
  for (const login of ['wangxinban', 'zhengfuban', 'zhujian', 'zhujianju', 'jiaoyu', 'lingdao', 'pinggu', 'xitong']) {
    cookie[login] = await api.cookieOf(login);
  }
  cookie['blamed'] = await handlerOfWater();
  const quiet = anEvent('2026-02-24 09:30', { origin: 'demo' });
  const loud = graveEvent('2026-02-24 09:40', { occurred: '2026-02-24 09:20', origin: 'demo' });
  await story.tell(quiet);
  await story.tell(loud);
  housing = (await story.ticketOf(quiet.id)).ticket.id;
  grave = (await story.ticketOf(loud.id)).ticket.id;
  const { revision } = (await read(`/tickets/${housing}`, 'zhengfuban')).body.ticket;
  const order = {
    revision,
    lead: 'housing',
    coHandlers: ['water'],
    requirement: '两日内核实并反馈',
    emergency: '先交办',
  };
  expect((await act(`/tickets/${housing}/dispatch`, 'zhengfuban', order)).status).toBe(200);
  // Later posts blame one of the co-handlers.
  await story.tell({ ...quiet, revision: 2, accused: [{ id: 'water', name: '市水务局' }] });
});
afterAll(async () => {
  await api.http.close();
  await story.close();
});

const read = (path: string, login: string) => api.read(path, cookie[login]!);
const act = (path: string, login: string, body: object) =>
  api.act('post', path).set('Cookie', cookie[login]!).send(body);

/** A department that is blamed by the posts. */
async function handlerOfWater(): Promise<string> {
  const boss = { id: 'system', name: '安全管理员', unitId: null, roles: ['security_admin' as const] };
  const input = { login: 'blamed', name: '水务经办', unitId: 'water', roles: ['handler' as const] };
  const { password } = await createAccount(api.accounts, input, boss);
  const { token } = await signIn(api.accounts, { login: 'blamed', password });
  const viewer = await readSession(api.accounts, sessionHash(api.accounts, token));
  await changePassword(api.accounts, viewer!, { current: password, next: 'Right-One-1' });
  return api.cookieOf('blamed', 'Right-One-1');
}

describe('an act that names a person', () => {
  const admit = (body: object) => act(`/tickets/${housing}/admit-reader`, 'zhujianju', { reason: '调查需要', ...body });

  it.each(['nobody-at-all', '01981d5c-7a00-7000-8000-000000000009'])(
    'refuses %s, who has no account',
    async (actorId) => {
      const answer = await admit({ actorId, name: '任意假名' });
      expect([answer.status, answer.body.detail]).toEqual([400, '没有这个在用账号，请从名单中选择']);
    },
  );

  it('takes the name from the directory, not from the caller', async () => {
    const { rows } = await sql<{ id: string; name: string }>`
      select id, name from dashboard_users where login = 'zhujian'`.execute(story.kernel.db);
    const { id, name } = rows[0]!;
    expect((await admit({ actorId: id, name: '任意假名' })).status).toBe(200);
    const readers = await story.kernel.db.selectFrom('responder_sealed_readers').select('name').execute();
    expect(readers).toEqual([{ name }]);
  });
});

describe('whose ticket it is', () => {
  it.each<[string, boolean]>([
    ['wangxinban', true],
    ['lingdao', true],
    ['zhujian', true],
    ['zhujianju', true],
    ['jiaoyu', false],
    // Co-handler, but the posts accuse it.
    ['blamed', false],
  ])('%s sees it: %s', async (login, sees) => {
    expect((await read(`/tickets/${housing}`, login)).status).toBe(sees ? 200 : 404);
    const listed = (await read('/tickets', login)).body.items.map((ticket: { id: string }) => ticket.id);
    expect(listed.includes(housing)).toBe(sees);
  });

  it('answers a foreign ticket like one that does not exist, also to acts', async () => {
    const nobody = '01900000-0000-7000-8000-000000000000';
    const [foreign, missing] = [
      await read(`/tickets/${housing}`, 'jiaoyu'),
      await read(`/tickets/${nobody}`, 'jiaoyu'),
    ];
    expect(foreign.body.detail).toBe(missing.body.detail);
    const denied = await act(`/tickets/${housing}/accept`, 'jiaoyu', { revision: 1 });
    expect(denied.status).toBe(404);
    expect((await read('/tickets/not-an-id', 'jiaoyu')).status).toBe(404);
  });

  it('hides clocks with their ticket', async () => {
    const { clocks } = (await read(`/tickets/${grave}`, 'wangxinban')).body;
    expect(clocks.map((clock: { rule: string }) => clock.rule)).toEqual(expect.arrayContaining(['N-01', 'N-02']));
    const path = `/clocks/${clocks[0].id}/explanation`;
    const shown = await read(path, 'wangxinban');
    expect(shown.status).toBe(200);
    expect(shown.body.steps.length).toBeGreaterThan(0);
    expect(shown.body.clock.source.doc).toBeTruthy();
    expect((await read(path, 'zhujian')).status).toBe(404);
  });

  it('shows neither the evaluator nor an administrator any ticket', async () => {
    for (const login of ['pinggu', 'xitong']) {
      expect((await read('/tickets', login)).status).toBe(403);
      expect((await read(`/tickets/${housing}`, login)).status).toBe(403);
    }
  });

  it('shows provisional clocks as such', async () => {
    const { clocks } = (await read(`/tickets/${grave}`, 'wangxinban')).body;
    const first = clocks.find((clock: { rule: string }) => clock.rule === 'N-01');
    expect(first).toMatchObject({ provisional: true, state: 'running', dueAt: '2026-02-24T14:20:00+08:00' });
  });
});

describe('acts over HTTP', () => {
  it('tell who was faster', async () => {
    const { revision } = (await read(`/tickets/${grave}`, 'wangxinban')).body.ticket;
    const judgement = { revision, outcome: 'public_answer', dispositions: ['D-4'] };
    expect((await act(`/tickets/${grave}/judge`, 'wangxinban', judgement)).status).toBe(200);
    const late = await act(`/tickets/${grave}/judge`, 'zhengfuban', judgement);
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({ code: 'conflict', details: { current: { by: '值班员一' } } });
    expect(late.body.detail).toContain('值班员一');
  });

  it('are in the timeline with the name of the person, not of a form field', async () => {
    const body = { revision: 1, text: '已电话核实', actor: { id: 'x', name: '别人' } };
    const { revision } = (await read(`/tickets/${grave}`, 'wangxinban')).body.ticket;
    expect((await act(`/tickets/${grave}/note`, 'wangxinban', { ...body, revision })).status).toBe(400);
    const noted = await act(`/tickets/${grave}/note`, 'wangxinban', { revision, text: '已电话核实' });
    expect(noted.status).toBe(200);
    expect(noted.body.timeline.at(-1)).toMatchObject({
      kind: 'note',
      actor: { name: '值班员一', unitId: 'cyberspace' },
    });
  });

  it('sent twice with one key make one entry', async () => {
    const { revision } = (await read(`/tickets/${grave}`, 'wangxinban')).body.ticket;
    const send = () =>
      act(`/tickets/${grave}/note`, 'wangxinban', { revision, text: '只记一次' }).set('Idempotency-Key', 'note-once-1');
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([200, 200]);
    const entries = (await read(`/tickets/${grave}`, 'wangxinban')).body.timeline;
    expect(entries.filter((entry: { kind: string; text: string }) => entry.text.includes('只记一次'))).toHaveLength(1);
  });

  it('name the move that is not possible now', async () => {
    const { revision } = (await read(`/tickets/${grave}`, 'wangxinban')).body.ticket;
    const answer = await act(`/tickets/${grave}/archive`, 'wangxinban', { revision });
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('illegal_move');
  });

  it('that give the ticket away answer without it, and so does a repeat of what was done before', async () => {
    const before = (await read(`/tickets/${housing}`, 'zhujian')).body.ticket;
    const note = () =>
      act(`/tickets/${housing}/note`, 'zhujian', { revision: before.revision, text: '已到现场' }).set(
        'Idempotency-Key',
        'note-before-return',
      );
    const { revision } = (await note()).body.ticket;
    expect((await note()).body.ticket.id).toBe(housing);
    const returned = await act(`/tickets/${housing}/return`, 'zhujian', {
      revision,
      reason: 'not_our_duty',
      explanation: '该小区由城东区负责，请改派',
    });
    expect(returned.status).toBe(200);
    const gone = await read(`/tickets/${housing}`, 'zhujian');
    expect([returned.body, gone.status]).toEqual([null, 404]);
    const again = await note();
    expect([again.status, again.headers['idempotency-replayed'], again.body]).toEqual([200, 'true', null]);
  });
});

describe('notifications', () => {
  it('are mine alone and can be marked as seen', async () => {
    const mine = (await read('/notifications', 'wangxinban')).body;
    expect(mine.unseen).toBeGreaterThan(0);
    expect(mine.items[0].why).toBeTruthy();
    const [first] = mine.items;
    expect((await act(`/notifications/${first.id}/seen`, 'jiaoyu', {})).status).toBe(204);
    expect((await read('/notifications', 'wangxinban')).body.unseen).toBe(mine.unseen);
    expect((await act(`/notifications/${first.id}/seen`, 'wangxinban', {})).status).toBe(204);
    expect((await read('/notifications', 'wangxinban')).body.unseen).toBe(mine.unseen - 1);
  });
});
