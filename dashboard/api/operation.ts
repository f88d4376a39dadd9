import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import type { Viewer } from '../accounts/sessions.ts';

export type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';
/** 'anyone' needs no session; 'signed_in' any session; else one of these roles. */
export type Access = 'anyone' | 'signed_in' | readonly Role[];

/** What a handler sees: everything already parsed and permitted. */
export interface Call<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  viewer: Viewer;
  actor: Actor;
  http: { request: Request; response: Response };
}
/** The viewer of an 'anyone' operation is unknown. */
export type OpenCall<P, Q, B> = Omit<Call<P, Q, B>, 'viewer' | 'actor'>;

interface Shape<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  /** operationId of the OpenAPI document and name in the authorisation matrix, e.g. tickets.list. */
  id: string;
  method: Method;
  /** Express style below /api/v1, e.g. /tickets/:id */
  path: string;
  /** One Chinese phrase. */
  summary: string;
  tag: string;
  params?: P;
  query?: Q;
  body?: B;
  response: R;
  status?: 200 | 201 | 202 | 204;
  /** Business acts: an Idempotency-Key header makes a repeat return the first answer. */
  idempotent?: boolean;
  /** The body is raw bytes of one of these media types instead of JSON. */
  raw?: { types: string[]; limit: string };
  /** The answer is a Buffer of one of these media types; the handler sets which. */
  binary?: string[];
  /** Allowed while the password must be changed first. */
  beforePasswordChange?: boolean;
  /** Stricter pace an address, for acts that compare secrets. */
  secret?: boolean;
  /** Open to more people than its roles say, where only the matter itself can tell whether this one may; the act decides. */
  alsoFor?: (actor: Actor) => boolean;
  /** Most calls a minute of one account in this process, for acts that cost a thread. */
  pace?: number;
}

export interface Operation {
  spec: Shape<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;
  access: Access;
  handle(call: Call<unknown, unknown, unknown>): Promise<unknown>;
  /** What a repeat under one Idempotency-Key is answered, from the first answer. Default: the first answer itself. */
  repeat?: (call: Call<unknown, unknown, unknown>, first: unknown) => Promise<unknown>;
}

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;

/** Define an operation once: parsing, permission, serialising and the OpenAPI document follow from it. */
export function operation<
  R extends z.ZodType,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(
  spec: Shape<P, Q, B, R> & {
    roles: Exclude<Access, 'anyone'>;
    handle(call: Call<Out<P>, Out<Q>, Out<B>>): Promise<z.input<R>>;
    /** For answers that hold a matter: what this person may see of it now, for the right to it may be gone since the first answer. */
    repeat?(call: Call<Out<P>, Out<Q>, Out<B>>, first: z.output<R>): Promise<z.input<R>>;
  },
): Operation {
  const { roles, handle, repeat, ...shape } = spec;
  return {
    ...{ spec: shape, access: roles, handle: handle as Operation['handle'] },
    ...(repeat && { repeat: repeat as NonNullable<Operation['repeat']> }),
  };
}

/** As `operation`, for the few that work without a session. */
export function openOperation<
  R extends z.ZodType,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(spec: Shape<P, Q, B, R> & { handle(call: OpenCall<Out<P>, Out<Q>, Out<B>>): Promise<z.input<R>> }): Operation {
  const { handle, ...shape } = spec;
  return { spec: shape, access: 'anyone', handle: handle as Operation['handle'] };
}

export const isMutating = (method: Method): boolean => method !== 'get';

export const mayCall = (access: Access, roles: readonly Role[]): boolean =>
  access === 'anyone' || access === 'signed_in' || access.some((role) => roles.includes(role));
