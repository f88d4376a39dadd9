import { AppError } from '../../../platform/runtime/errors.ts';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import type { AccountsContext } from '../../accounts/accounts-context.ts';
import { changePassword } from '../../accounts/change-password.ts';
import { scopeOf } from '../../accounts/scope.ts';
import { readSession, sessionHash, signOut, type Viewer } from '../../accounts/sessions.ts';
import { openSetupUntil, useSetupLink } from '../../accounts/setup-link.ts';
import { signIn } from '../../accounts/sign-in.ts';
import { clearSessionCookie, setSessionCookie } from '../cookies.ts';
import { mayCall, openOperation, operation, type Operation } from '../operation.ts';
import { noContent } from '../schemas/common.ts';
import { changePasswordRequest, me, setupRequest, setupState, signInRequest, type Me } from '../schemas/session.ts';
import type { Units } from '../units.ts';
import { viewerOf } from '../viewer.ts';

export interface SessionRooms {
  accounts: AccountsContext;
  units: Units;
  /** All operations of the API, known only once every file has been read. */
  operations: () => readonly Operation[];
}

/** Sign-in, sign-out, me, password, first set-up. */
export const sessionOperations = (rooms: SessionRooms): Operation[] => [
  signInOperation(rooms),
  signOutOperation(rooms),
  meOperation(rooms),
  passwordOperation(rooms),
  ...setupOperations(rooms),
];

const signInOperation = (rooms: SessionRooms): Operation =>
  openOperation({
    id: 'session.signIn',
    method: 'post',
    path: '/session',
    summary: '登录',
    tag: '登录',
    body: signInRequest,
    response: me,
    secret: true,
    async handle({ body, http }) {
      const { token, expiresAt } = await signIn(rooms.accounts, body);
      setSessionCookie(http.request, http.response, token, expiresAt);
      const viewer = await readSession(rooms.accounts, sessionHash(rooms.accounts, token));
      if (viewer === null) throw new AppError('not_signed_in', '登录已失效，请重试');
      return describeViewer(rooms, viewer);
    },
  });

const signOutOperation = ({ accounts }: SessionRooms): Operation =>
  operation({
    id: 'session.signOut',
    method: 'delete',
    path: '/session',
    summary: '退出',
    tag: '登录',
    roles: 'signed_in',
    response: noContent,
    status: 204,
    beforePasswordChange: true,
    async handle({ viewer, http }) {
      await signOut(accounts, viewer);
      clearSessionCookie(http.request, http.response);
      return null;
    },
  });

/** Nobody signed in is an answer, not a fault: every first visit asks, and a refusal would stand as an error in the browser's log. */
const meOperation = (rooms: SessionRooms): Operation =>
  openOperation({
    id: 'session.me',
    method: 'get',
    path: '/session',
    summary: '当前用户；未登录或登录已失效时为 null',
    tag: '登录',
    response: me.nullable(),
    async handle({ http }) {
      const viewer = await viewerOf(http.request, rooms.accounts);
      return viewer && describeViewer(rooms, viewer);
    },
  });

const passwordOperation = ({ accounts }: SessionRooms): Operation =>
  operation({
    id: 'session.changePassword',
    method: 'post',
    path: '/session/password',
    summary: '修改密码',
    tag: '登录',
    roles: 'signed_in',
    body: changePasswordRequest,
    response: noContent,
    status: 204,
    beforePasswordChange: true,
    secret: true,
    async handle({ viewer, body }) {
      await changePassword(accounts, viewer, body);
      return null;
    },
  });

const setupOperations = ({ accounts }: SessionRooms): Operation[] => [
  openOperation({
    id: 'setup.state',
    method: 'get',
    path: '/setup',
    summary: '首次使用状态',
    tag: '登录',
    response: setupState,
    async handle() {
      const until = await openSetupUntil(accounts);
      return { open: until !== null, expiresAt: until && toLocalIso(until) };
    },
  }),
  openOperation({
    id: 'setup.create',
    method: 'post',
    path: '/setup',
    summary: '用一次性链接建立三名管理员',
    tag: '登录',
    body: setupRequest,
    response: noContent,
    status: 204,
    secret: true,
    async handle({ body }) {
      await useSetupLink(accounts, body);
      return null;
    },
  }),
];

function describeViewer(rooms: SessionRooms, viewer: Viewer): Me {
  const { user } = viewer;
  return {
    id: user.id,
    login: user.login,
    name: user.name,
    unit: rooms.units.refOrNull(user.unit_id),
    roles: user.roles,
    origin: user.origin,
    mustChangePassword: viewer.mustChange,
    sessionEndsAt: toLocalIso(viewer.sessionEndsAt),
    idleMinutes: viewer.idleMinutes,
    seesEverything: scopeOf({ roles: user.roles, unitId: user.unit_id }, (id) => rooms.units.kindOf(id)).kind === 'all',
    mayDo: rooms
      .operations()
      .filter((each) => mayCall(each.access, user.roles))
      .map((each) => each.spec.id),
    serverTime: toLocalIso(rooms.accounts.time.now()),
  };
}
