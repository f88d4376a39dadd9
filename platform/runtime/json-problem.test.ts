import { describe, expect, it } from 'vitest';
import { jsonProblem } from './json-problem.ts';

function problem(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return jsonProblem(error, text);
  }
}

describe('what is wrong with a JSON text', () => {
  it.each([
    ['{"a":1,}', 'JSON 写法有误：第8个字符附近'],
    ['{"a":', 'JSON 写法有误：内容不完整'],
    ['{"a":张三丰}', 'JSON 写法有误：第6个字符附近'],
    ['[1,2,3,4,5,6,7,8,9,10,11,12,13,x,1,2,3,4,5,6]', 'JSON 写法有误：第32个字符附近'],
  ])('%s', (text, expected) => {
    expect(problem(text)).toBe(expected);
  });

  it('never tells the text', () => {
    expect(problem('{"电话": 王某某13800000000}')).not.toMatch(/王某某|138/);
  });
});
