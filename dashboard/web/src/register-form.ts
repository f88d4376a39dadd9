import { missingLabels } from './form-body.ts';

/** What 快速登记 asks, as it stands in the fields of the page. */
export interface Entry {
  title: string;
  text: string;
  url: string;
  toldVia: string;
  toldBy: string;
  toldAt: string;
  note: string;
}

/** In the order of the page: ways a matter comes to the duty desk, each with who that usually is. Offices and posts, never a citizen's name. */
export const TOLD_VIA: Readonly<Record<string, string>> = {
  phone: '如：12345热线值班席、居民来电（不写姓名）',
  superior: '如：省网信办值班室、省政府总值班室',
  unit: '如：城东区总值班室、市住建局办公室',
  media: '如：江城晚报编辑部（不写记者姓名）',
  patrol: '如：网信办网上巡查、和平街道网格巡查',
  other: '如：市应急指挥中心',
};

const REQUIRED = [
  { key: 'matter', label: '事情（文字）、链接、截图至少一项', required: true, kind: 'text' },
  { key: 'title', label: '标题', required: true, kind: 'text' },
  { key: 'toldBy', label: '由谁告知', required: true, kind: 'text' },
  { key: 'toldAt', label: '告知时间', required: true, kind: 'time' },
] as const;

/** The clocks of two machines differ; the service allows as much. */
const AHEAD_MS = 300_000;

/** Something of the matter is written already. */
export const isBegun = ({ title, text, url, toldBy, note }: Entry): boolean =>
  [title, text, url, toldBy, note].some((field) => field.trim() !== '');

/** A telephone number stands in what was written: the service masks it, and the person is told before, not surprised after. */
export const hasTelephone = ({ title, text, toldBy, note }: Entry): boolean =>
  [title, text, toldBy, note].some((field) => /(?<!\d)1[3-9]\d(?:[-\s]?\d{4}){2}(?!\d)/u.test(field.normalize('NFKC')));

/** What is wrong with what was filled in, in words; null = nothing. Nobody was told of a matter in time to come: its clocks would begin then. */
export const wrongIn = (toldAt: Date | null, now: Date): string | null =>
  toldAt !== null && toldAt.getTime() > now.getTime() + AHEAD_MS ? '告知时间不能晚于现在，请更正' : null;

/** What still has to be filled in before it can be registered, in words. */
export const missingIn = (entry: Entry, pictures: number): string[] =>
  missingLabels(
    REQUIRED.filter(({ key }) => key !== 'title' || needsTitle(entry, pictures)),
    { ...entry, matter: `${entry.text}${entry.url}`.trim() || (pictures > 0 ? '截图' : '') },
  );

/** A link or a picture alone says to nobody in a list what the matter is; words do, if only in the note. */
export const needsTitle = ({ text, url, note }: Entry, pictures: number): boolean =>
  `${text}${note}`.trim() === '' && (url.trim() !== '' || pictures > 0);

/** As the page calls what the service finds a fault in. */
export const FIELDS = [
  ...Object.entries({ title: '标题', text: '事情（文字）', url: '链接', toldVia: '从何得知', toldBy: '由谁告知' }),
  ...Object.entries({ toldAt: '告知时间', note: '备注', attachments: '截图' }),
].map(([key, label]) => ({ key, label }));

/** What is sent; whatever was left empty is left out. Times are Beijing time. */
export function registrationBody(entry: Entry, toldAt: string, attachments: readonly string[]) {
  const { title, text, url, note, toldVia, toldBy } = entry;
  const optional = Object.entries({ title, text, url, note }).filter(([, value]) => value.trim() !== '');
  return { ...Object.fromEntries(optional), toldVia, toldBy, toldAt, attachments };
}
