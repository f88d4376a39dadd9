import { expect, it } from 'vitest';
import { matterTopic, topicName } from './analysis.ts';

it('calls a text irrelevant, never a matter somebody handles', () => {
  expect(topicName('none')).toBe('无关');
  expect(matterTopic('none')).toBe('未归类');
  expect(matterTopic('housing')).toBe(topicName('housing'));
});
