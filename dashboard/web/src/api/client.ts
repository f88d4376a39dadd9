/** An answer of kind problem+json (RFC 9457), with a Chinese detail a person can act on. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** What the screen can act on: field errors, who won a conflict. */
  readonly details: Record<string, unknown>;
  constructor(status: number, code: string, detail: string, body: Record<string, unknown>) {
    super(detail);
    this.status = status;
    this.code = code;
    this.details = (body['details'] ?? {}) as Record<string, unknown>;
  }
}

type Query = Record<string, string | number | boolean | null | undefined>;

/** Called when the session has ended; the router sends the person to the login page and back. */
let onSignedOut: () => void = () => undefined;
export const whenSignedOut = (handler: () => void): void => {
  onSignedOut = handler;
};

/** crypto.randomUUID needs https; an intranet often has none. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Refetches the screen makes by itself must not keep an unattended session alive. */
let touchedAt = Date.now();
for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchstart']) {
  addEventListener(kind, () => (touchedAt = Date.now()), { passive: true });
}
const UNATTENDED_MS = 60_000;

async function request<T>(
  method: string,
  path: string,
  options: { query?: Query; body?: unknown; raw?: Blob } = {},
): Promise<T> {
  const url = new URL(`/api/v1${path}`, location.origin);
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value !== null && value !== undefined && value !== '') url.searchParams.set(name, String(value));
  }
  const headers: Record<string, string> = { accept: 'application/json' };
  if (Date.now() - touchedAt > UNATTENDED_MS) headers['x-huiying-background'] = '1';
  if (method !== 'GET') {
    headers['x-huiying-client'] = 'web';
    headers['idempotency-key'] = randomKey();
  }
  let body: BodyInit | null = null;
  if (options.raw) {
    headers['content-type'] = options.raw.type;
    body = options.raw;
  } else if (options.body !== undefined) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(options.body);
  }
  let response: Response;
  try {
    response = await fetch(url, { method, headers, body, credentials: 'same-origin' });
  } catch {
    throw new Problem(0, 'offline', '连接不上服务器，请检查网络后重试。', {});
  }
  if (response.status === 204) return undefined as T;
  const json = await bodyOf(response);
  if (response.ok) return json as T;
  if (response.status === 401 && !path.startsWith('/session')) onSignedOut();
  throw new Problem(
    response.status,
    String(json['code'] ?? ''),
    String(json['detail'] ?? json['title'] ?? '操作没有成功'),
    json,
  );
}

/** A gateway before a server that is down answers with a page of its own. */
async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  try {
    return (text ? JSON.parse(text) : {}) as Record<string, unknown>;
  } catch {
    if (response.ok) throw new Problem(0, 'unreadable', '服务器的答复无法识别，请稍后重试。', {});
    return { detail: '服务暂时不可用，请稍后重试。' };
  }
}

export const api = {
  get: <T>(path: string, query?: Query) => request<T>('GET', path, query ? { query } : {}),
  post: <T>(path: string, body?: unknown) => request<T>('POST', path, { body: body ?? {} }),
  put: <T>(path: string, body?: unknown) => request<T>('PUT', path, { body: body ?? {} }),
  patch: <T>(path: string, body?: unknown) => request<T>('PATCH', path, { body: body ?? {} }),
  del: <T>(path: string) => request<T>('DELETE', path),
  upload: <T>(path: string, raw: Blob) => request<T>('POST', path, { raw }),
};
