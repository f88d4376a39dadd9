import { expect, it } from 'vitest';
import { measureSides, speedOf } from './measure.ts';

it('gives every side its turn in each round, after two rounds to warm up', () => {
  const turns: string[] = [];
  const posts = [{ title: '停水', text: '三天' }];
  const speeds = measureSides({ ours: () => void turns.push('ours'), bare: () => void turns.push('bare') }, posts, 2);
  expect(turns).toEqual(['ours', 'bare', 'ours', 'bare', 'ours', 'bare', 'ours', 'bare']);
  expect(Object.keys(speeds)).toEqual(['ours', 'bare']);
});

it('tells the middle round, not the best', () => {
  const rounds = [
    { wall: 9, cpu: 3 },
    { wall: 1, cpu: 1 },
    { wall: 2, cpu: 2 },
  ];
  expect(speedOf(rounds, 1_000, 4_000_000)).toEqual({ postsASecond: 500, mbASecond: 2, cpuMicroseconds: 2_000 });
});
