/**
 * The ACL rule an account lacks, as an administrator types it after `ACL SETUSER account`; null when the error is of another kind.
 * Redis 6 and 7 say the same in other words.
 */
export function missingRule(error: unknown, prefix: string): string | null {
  const message = error instanceof Error ? error.message : '';
  if (!/NOPERM|ACL failure in script|executing the script/u.test(message)) return null;
  const command = /'([^']+)' command/u.exec(message)?.[1];
  if (command !== undefined) return `+${command}`;
  if (/channel/iu.test(message)) return `&${prefix}:*`;
  return /\bkeys?\b/iu.test(message) ? `~${prefix}:*` : '+@all -@dangerous +info +client';
}
