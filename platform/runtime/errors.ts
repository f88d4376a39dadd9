/** HTTP status and exit code follow from the code, in one place (platform/runtime/http.ts, cli.ts). */
export type ErrorCode =
  | 'invalid_input'
  | 'not_signed_in'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'illegal_move'
  | 'precondition_failed'
  | 'too_large'
  | 'too_many'
  | 'unavailable'
  | 'misconfigured';

/**
 * An error a person can act on. `message` is Chinese when it reaches a screen and says what, where and what to do;
 * `details` carries field errors or, for a conflict, who won.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;
  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}
