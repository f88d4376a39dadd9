import type { Ticket } from '../tickets/ticket.ts';

/**
 * Questions somebody may want to take over: what the judgement sheet says the public asks, and numbers of which two go round. Nothing is made
 * up: each is a line that is already on record. `sheetAsks`: the field 公众诉求 of the last judgement.
 */
export function suggestedAsks(
  { event }: Pick<Ticket, 'event'>,
  sheetAsks: string | null,
  known: readonly string[],
): { text: string; from: string }[] {
  const written = (sheetAsks ?? '')
    .split(/[；;\n]|(?<=[？?])/)
    .map((text) => text.trim().replace(/^[\d一二三四五六七八九十]+[、.．)）]\s*/, ''))
    .filter((text) => text.length >= 2)
    .map((text) => ({ text, from: '研判单“公众诉求”' }));
  const disputed = (event.disputed ?? []).map(({ words }) => ({
    text: `哪个数字属实：${words}`,
    from: '外界对数字说法不一',
  }));
  const seen = new Set(known);
  return [...written, ...disputed].filter(({ text }) => !seen.has(text) && seen.add(text));
}
