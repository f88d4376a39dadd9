import { oneTimePassword } from '../../../dashboard/accounts/one-time-secret.ts';
import { API_BASE } from '../../../dashboard/api/openapi.ts';

/** Somebody signed in. */
export interface Person {
  login: string;
  password: string;
  /** `name=value`, for requests and for the socket. */
  cookie: string;
  read(path: string): Promise<Response>;
}

/** The three administrators by the printed one-time link, then a duty officer who sees everything and has changed the first password. */
export async function firstDutyOfficer(url: string, output: string): Promise<Person> {
  const token = /\/setup\?token=(\S+)/.exec(output)?.[1];
  if (token === undefined) throw new Error(`no set-up link was printed:\n${output}`);
  const admin = (login: string) => {
    const password = oneTimePassword();
    return { login, name: login, password, passwordAgain: password };
  };
  const security = admin('bench-security');
  const accounts = { systemAdmin: admin('bench-system'), securityAdmin: security, auditAdmin: admin('bench-audit') };
  await act(url, '/setup', { token: decodeURIComponent(token), ...accounts });
  const cookie = await signIn(url, security.login, security.password);
  const wanted = { login: 'bench-duty', name: '值班员', unitId: 'cyberspace', roles: ['duty_officer'] };
  const made = (await (await act(url, '/accounts', wanted, cookie)).json()) as { oneTimePassword: string };
  const first = await signIn(url, wanted.login, made.oneTimePassword);
  const password = oneTimePassword();
  await act(url, '/session/password', { current: made.oneTimePassword, next: password }, first);
  return person(url, wanted.login, password, await signIn(url, wanted.login, password));
}

const person = (url: string, login: string, password: string, cookie: string): Person => ({
  ...{ login, password, cookie },
  read: (path) => fetch(`${url}${API_BASE}${path}`, { headers: { cookie }, signal: AbortSignal.timeout(30_000) }),
});

async function signIn(url: string, login: string, password: string): Promise<string> {
  const answer = await act(url, '/session', { login, password });
  return answer.headers.getSetCookie()[0]!.split(';')[0]!;
}

async function act(url: string, path: string, body: unknown, cookie = ''): Promise<Response> {
  const answer = await fetch(`${url}${API_BASE}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, 'x-huiying-client': 'bench', cookie },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}
