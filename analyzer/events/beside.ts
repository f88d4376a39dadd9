import type { Member } from './member.ts';
import { tally } from './tally.ts';

/** What may stand between a named thing and what happened beside it: 三中门口的路面塌陷. 旁 and 外 alone also begin other words. */
const BESIDE =
  /^[大校正后东西南北]?(门口|门前|附近|旁边|对面|周边|旁(?=的|路|道|马路|公路|人行道|地面)|外(?=的|路面|道路|马路|公路|人行道|地面))的?(路面|道路|马路|公路|人行道|地面)?/u;

/**
 * 门口路面: how most texts that name the thing place the trouble beside it; '' where they say it of the thing itself. Without it the road before a
 * school that gave way is called a school that collapsed.
 */
export function besideWords(texts: readonly Pick<Member, 'title' | 'lead'>[], name: string): string {
  if (name === '') return '';
  const naming = texts.map(({ title, lead }) => afterName(`${title}\n${lead}`, name)).filter((after) => after !== null);
  const beside = naming.flatMap((after) => {
    const found = BESIDE.exec(after);
    return found ? [`${found[1]!}${found[2] ?? ''}`] : [];
  });
  if (beside.length === 0 || beside.length * 2 < naming.length) return '';
  return tally(beside, (words) => words)[0]!.value;
}

const afterName = (text: string, name: string): string | null => {
  const at = text.indexOf(name);
  return at < 0 ? null : text.slice(at + name.length, at + name.length + 12);
};
