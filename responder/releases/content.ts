import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { ReleasesBook, ReleaseScope } from '../../config/schema/releases.ts';
import type { ReleaseVersionsTable } from './tables.ts';

export type Content = Pick<
  Selectable<ReleaseVersionsTable>,
  | 'title'
  | 'facts'
  | 'policy'
  | 'result'
  | 'scope'
  | 'recipients'
  | 'channels'
  | 'planned_at'
  | 'fact_lines'
  | 'pictures'
>;

export const SCOPE_TITLES: Record<ReleaseScope, string> = {
  public: '公开',
  internal: '内部',
  hotline: '经12345答复',
  named: '指定对象',
};

/** SHA-256 over all that goes out or says where it goes; approvals bind to it. */
export const releaseHash = (kind: string, content: Content): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        ...[kind, content.title, content.facts, content.policy, content.result],
        ...[content.scope, [...content.recipients].sort(), [...content.channels].sort(), content.pictures],
        content.fact_lines.map(({ statement, asOf, source, approvedBy }) => [statement, asOf, source, approvedBy]),
      ]),
    )
    .digest('hex');

/** What people read: facts, policy, result, one after the other. */
export const releaseText = ({ facts, policy, result }: Pick<Content, 'facts' | 'policy' | 'result'>): string =>
  [facts, policy, result]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n');

/** Which ways a text marked so may take. What is internal never meets the public. */
const WAYS: Record<ReleaseScope, readonly ReleaseScope[]> = {
  public: ['public', 'hotline', 'named'],
  internal: ['internal'],
  hotline: ['hotline'],
  named: ['named'],
};

/** Why a text of this scope may not take these channels; [] = it may. */
export function scopeProblems(
  { scope, channels, recipients }: Pick<Content, 'scope' | 'channels' | 'recipients'>,
  book: Pick<ReleasesBook, 'channels'>,
): string[] {
  const problems = channels.flatMap((id) => {
    const channel = book.channels.find((one) => one.id === id);
    if (!channel) return [`没有登记渠道 ${id}`];
    if (WAYS[scope].includes(channel.reaches)) return [];
    return [`范围为“${SCOPE_TITLES[scope]}”，不得发往${channel.title}（${SCOPE_TITLES[channel.reaches]}渠道）`];
  });
  if (scope === 'named' && recipients.length === 0) problems.push('范围为指定对象的，须写明对象');
  return problems;
}

const PARTS = [
  'title',
  'facts',
  'policy',
  'result',
  'scope',
  'recipients',
  'channels',
  'planned_at',
  'fact_lines',
  'pictures',
] as const;

/** Which parts differ from the version before. */
export const changedParts = (before: Content, after: Content): (typeof PARTS)[number][] =>
  PARTS.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
