import type { ColumnType } from 'kysely';
import type { Actor } from '../platform/runtime/kernel.ts';

/** jsonb: read as a value, written as a string made by json(). */
export type Json<T> = ColumnType<T, string, string>;
/** Columns with a default in the database. */
export type Defaulted<T> = ColumnType<T, T | undefined, T>;
export type JsonNullable<T> = ColumnType<T | null, string | null | undefined, string | null>;
export type JsonDefaulted<T> = ColumnType<T, string | undefined, string>;

export const json = (value: unknown): string => JSON.stringify(value);

/** Person or component as copied into rows; no roles. */
export type Person = Pick<Actor, 'id' | 'name' | 'unitId'>;
export const personOf = (actor: Person): Person => ({ id: actor.id, name: actor.name, unitId: actor.unitId });
