import type { Place } from './gazetteer.ts';

/** Names of administrative machinery, not of places anybody names in a text. */
const FORMAL = new Set([
  '市辖区',
  '县',
  '省直辖县级行政区划',
  '自治区直辖县级行政区划',
  '城区',
  '郊区',
  '矿区',
  '新区',
]);

/** Short forms that are words or road names far more often than cities. */
const NEVER_SHORT = new Set([
  '东方',
  '安康',
  '大同',
  '朝阳',
  '海东',
  '文昌',
  '保山',
  '平凉',
  '黄山',
  '文山',
  '资源',
  '公安',
  '大方',
  '交口',
  '中卫',
]);

/**
 * Reads config/divisions/china.txt: one line a division, `code name [towns]`; 2 digits province, 4 city, 6 district,
 * towns as `001东华门街道,002…` with the last three digits of their code.
 */
export function parseDivisions(file: string): { place: Place; short: string | null }[] {
  const places: { place: Place; short: string | null }[] = [];
  let province: Place | null = null;
  let city: Place | null = null;
  for (const line of file.split('\n')) {
    if (line === '') continue;
    const [code = '', name = '', towns = ''] = line.split(' ');
    if (code.length === 2) {
      province = place(code.padEnd(6, '0'), name, null, '');
      city = null;
      places.push({ place: province, short: shortProvince(name) });
    } else if (code.length === 4) {
      city = FORMAL.has(name) ? null : place(code.padEnd(6, '0'), name, province, '');
      if (city) places.push({ place: city, short: shortOf(name, ['市', '地区', '盟']) });
    } else if (!FORMAL.has(name)) {
      places.push({ place: place(code, name, city ?? province, towns), short: shortOf(name, ['县', '市']) });
    }
  }
  return places;
}

function place(code: string, name: string, parent: Place | null, towns: string): Place {
  return {
    code,
    name,
    path: [...(parent?.path ?? []), name],
    parent,
    own: false,
    towns: towns === '' ? [] : towns.split(','),
  };
}

function shortProvince(name: string): string {
  for (const end of ['壮族自治区', '回族自治区', '维吾尔自治区', '自治区', '省', '市'])
    if (name.endsWith(end)) return name.slice(0, -end.length);
  return name;
}

function shortOf(name: string, ends: string[]): string | null {
  const end = ends.find((suffix) => name.endsWith(suffix) && name.length - suffix.length >= 2);
  const short = end ? name.slice(0, -end.length) : null;
  return short === null || NEVER_SHORT.has(short) ? null : short;
}
