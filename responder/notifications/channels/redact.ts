const HIDDEN = '‹已隐去›';
/** Shorter pieces of a secret would blot out ordinary words. */
const LEAST = 4;

/**
 * Takes addresses, keys and numbers out of a text that goes into a row, a log or onto a page: the secrets themselves with their parts, and
 * whatever looks like one, because the other side may echo what it was sent.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const parts = [...new Set(secrets.flatMap(partsOf))].sort((a, b) => b.length - a.length);
  const without = parts.reduce((left, part) => left.replaceAll(part, HIDDEN), text);
  return without
    .replace(/\b(https?|smtps?):\/\/([!#-&(-~]*)/gi, (_, scheme: string, rest: string) => `${scheme}://${hostOf(rest)}`)
    .replace(
      /\b(key|access_token|token|sign|signature|secret|password)(["']?\s*[=:]\s*["']?)[^\s&"',，；]+/gi,
      `$1$2${HIDDEN}`,
    )
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, HIDDEN)
    .replace(/(?<!\d)1\d{10}(?!\d)/g, HIDDEN);
}

/** Who was called is no secret; account, path and query are. */
function hostOf(rest: string): string {
  const [authority = ''] = rest.split(/[/?#]/);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return rest === authority && host === authority ? host : `${host}/${HIDDEN}`;
}

/** The whole, and of an address its path pieces, values, user and password, plain and encoded. The host alone is no secret. */
function partsOf(secret: string): string[] {
  const pieces = [secret, ...secret.split(',').map((each) => each.trim())];
  if (URL.canParse(secret)) {
    const url = new URL(secret);
    pieces.push(url.href, url.pathname + url.search, url.username, url.password, ...url.searchParams.values());
    // The last two: what stands before them (/cgi-bin/webhook) is the same for everybody.
    pieces.push(
      ...url.pathname
        .split('/')
        .slice(-2)
        .filter((piece) => piece.length >= 12),
    );
  }
  const both = pieces.flatMap((piece) => [piece, decoded(piece), encodeURIComponent(piece)]);
  return both.filter((piece) => piece.length >= LEAST);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
