import { describe, expect, it } from 'vitest';
import { warningText } from './raise-warning.ts';

describe('the text of a warning names the matter', () => {
  const reason = '快速升温：近 1 小时有 12 个不同发声者';
  it.each([
    ['by its title', { title: '网传滨江区停水', place: '滨江区', reason }, `《网传滨江区停水》${reason}`],
    ['once', { title: '停水', place: null, reason: '人员聚集迹象：停水' }, '人员聚集迹象：停水'],
    ['by its place where the title is unknown', { place: '滨江区', reason }, `滨江区：${reason}`],
    ['by its reason where nothing else is known', { place: null, reason }, reason],
  ])('%s', (_name, warning, text) => {
    expect(warningText(warning)).toBe(text);
  });
});
