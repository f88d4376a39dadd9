import type { Field } from './verb-form.ts';

export type Values = Record<string, unknown>;

export const isFilled = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  !(typeof value === 'string' && value.trim() === '') &&
  !(Array.isArray(value) && value.every(isEmptyProof));

/** A line of 证明材料 nothing was written into; an empty list is made of nothing else. */
const isEmptyProof = (item: unknown): boolean =>
  typeof item === 'object' && item !== null && 'value' in item && !isFilled(item.value);

type Asked = Pick<
  Field,
  | 'key'
  | 'label'
  | 'required'
  | 'when'
  | 'kind'
  | 'ifChanged'
  | 'requiredIf'
  | 'requiredUnless'
  | 'requiredIfBegun'
  | 'lacks'
> & {
  nameKey?: string;
};

/** A field that is not asked (any more) is neither missing nor sent. */
export const askedFields = <F extends Asked>(fields: readonly F[], values: Values): F[] =>
  fields.filter(({ when }) => !when || when.is.includes(values[when.key] as string | boolean));

/** Something of what stood there is gone; what was only added gives nothing up. */
const isGivenUp = (before: unknown, now: unknown): boolean =>
  Array.isArray(before)
    ? before.some((one) => !Array.isArray(now) || !now.includes(one))
    : isFilled(before) && before !== now;

/** A field must be filled in as the form stands; `known`: what it began with. */
export function isRequired(
  { key, required, ifChanged = [], requiredIf, requiredUnless, requiredIfBegun }: Asked,
  asked: readonly Asked[],
  values: Values,
  known: Values,
) {
  const now = (key: string): unknown => (asked.some((field) => field.key === key) ? values[key] : undefined);
  if (requiredIfBegun && key in known) return true;
  if (requiredIf?.is.includes(now(requiredIf.key) as string | boolean)) return true;
  if (requiredUnless !== undefined && !isFilled(now(requiredUnless))) return true;
  return required === true || ifChanged.some((key) => isGivenUp(known[key], now(key)));
}

/** Labels of what still has to be filled in. */
export function missingLabels(fields: readonly Asked[], values: Values, known: Values = {}): string[] {
  const asked = askedFields(fields, values);
  return asked.flatMap((field) => {
    const { key, label, lacks } = field;
    if (isFilled(values[key])) return lacks?.(values[key]) ?? [];
    return isRequired(field, asked, values, known) ? [label] : [];
  });
}

/** What the service found wrong in a field; `key` is undefined where no field of the form is meant. */
export interface Fault {
  key: string | undefined;
  label: string;
  message: string;
}
/** Faults by the fields of the form, each told once; one inside a list (`tasks.0.unit`) belongs to the field of the list. */
export function fieldFaults(
  fields: readonly { key: string; label: string }[],
  errors: readonly { path: string; message: string }[],
): Fault[] {
  const faults = errors.map(({ path, message }): Fault => {
    const field =
      fields.find(({ key }) => path === key || path.startsWith(`${key}.`)) ??
      fields.find(({ key }) => path.startsWith(key));
    // tasks.1.unit is of the second task.
    const row = field === undefined ? undefined : /^\.(\d+)/.exec(path.slice(field.key.length))?.[1];
    const nth = row === undefined ? '' : `第${Number(row) + 1}项`;
    return { key: field?.key, label: `${field?.label ?? path}${nth}`, message };
  });
  const told = (one: Fault): string => `${one.label} ${one.message}`;
  return faults.filter((one, index) => faults.findIndex((other) => told(other) === told(one)) === index);
}

/** What a grey button says, on every form in the same words; a label may hold a 、 of its own. */
export const missingWords = (missing: readonly string[]): string => `还需填写：${missing.join('；')}`;

/** The same of a sheet, whose lines the page of the ticket gives: what the machine filled in counts until a person empties it. */
export const missingLines = (
  lines: readonly { key: string; title: string; text: string; required: boolean }[],
  written: Readonly<Record<string, string>>,
): string[] =>
  lines.filter(({ key, text, required }) => required && !isFilled(written[key] ?? text)).map(({ title }) => title);

/**
 * What is sent: what the caller knew, over it what the person filled in. A field that stood there filled and was emptied is sent empty,
 * else the old text would come back.
 */
export function formBody(fields: readonly Asked[], values: Values, preset: Values = {}): Values {
  const asked = askedFields(fields, values);
  const isLeftOut = (key: string): boolean =>
    fields.some((field) => field.key === key) && !asked.some((field) => field.key === key);
  const body: Values = Object.fromEntries(Object.entries(preset).filter(([key]) => !isLeftOut(key)));
  for (const { key, kind, nameKey } of asked) {
    const value = values[key];
    if (isFilled(value)) {
      if (kind !== 'person') put(body, key, value);
      else Object.assign(body, { [key]: (value as Person).id, [nameKey ?? 'name']: (value as Person).name });
    } else if (isFilled(preset[key])) empty(body, key, kind);
  }
  return body;
}

/** `asked.unit` goes under `asked`. */
function put(body: Values, key: string, value: unknown): void {
  const [group = '', name] = key.split('.');
  if (name === undefined) body[key] = value;
  else body[group] = { ...(body[group] as Values | undefined), [name]: value };
}

/** Somebody chosen from the directory. */
export interface Person {
  id: string;
  name: string;
}

/** Text becomes '', a list [], a time null; of anything else (a number) nothing is sent. */
function empty(body: Values, key: string, kind: Field['kind']): void {
  if (Array.isArray(body[key])) body[key] = [];
  else if (kind === 'text' || kind === 'long') body[key] = '';
  else if (kind === 'time') body[key] = null;
  else delete body[key];
}
