import { plain } from './sentences.ts';

/** What the check reads of a question. */
export interface AskState {
  text: string;
  main: boolean;
  state: 'open' | 'answered' | 'reasoned';
  /** The sentence that answers it. */
  passage: string | null;
}

/**
 * Questions this text leaves open (E04, D20, J12). A question counts as answered in a text only while the sentence that answers it stands
 * there; one that was answered in an earlier release or is left out with a reason is not asked again.
 */
export function askWarnings(asks: readonly (AskState & { answeredHere: boolean })[], text: string): string[] {
  if (asks.length === 0) return ['尚未列出群众关切的问题'];
  const bare = plain(text);
  const open = asks.filter(({ state, answeredHere, passage }) => {
    if (state === 'reasoned') return false;
    if (state === 'open') return true;
    return answeredHere && !bare.includes(plain(passage ?? ''));
  });
  const lost = (ask: AskState): string => (ask.state === 'answered' ? '（登记的答复已不在文稿中）' : '');
  return [...open]
    .sort((a, b) => Number(b.main) - Number(a.main))
    .map((ask) => `${ask.main ? '没有回答主要问题' : '没有回答'}：${ask.text}${lost(ask)}`);
}

/** The main question must be one of those asked. */
export const mainAskWarnings = (asks: readonly AskState[]): string[] =>
  asks.length > 0 && !asks.some(({ main }) => main) ? ['尚未标明主要问题'] : [];
