import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadRuleBooks } from '../brains/books.ts';
import { readPost } from '../brains/post.ts';
import { readTone } from './read-tone.ts';

const books = loadRuleBooks(shippedConfigFolder());
const tone = (text: string) => readTone(readPost({ title: '', text }, books.lexicon), books.tone, books.guards);

describe('what a text sounds like', () => {
  it.each([
    ['anger', '太气人了，物业欺人太甚，凭什么停我们的水'],
    ['anger', '黑心开发商，老百姓忍无可忍'],
    ['doubt', '通报避重就轻，我们质疑瞒报人数'],
    ['doubt', '评标有猫腻，要求公开'],
    ['worry', '孩子天天喝这个水，家长们都很担心'],
    ['worry', '楼要塌了，大家提心吊胆不敢住'],
    ['thanks', '感谢民警及时找回老人，为你们点赞'],
    ['thanks', '路灯修好了，效率高，给力，居民很满意'],
    ['neutral', '市民来电反映：路灯不亮，请核实处理'],
    ['neutral', '请问办居住证要什么材料'],
    ['neutral', '今日公交调整线路'],
  ])('%s: %s', (expected, text) => {
    expect(tone(text)).toBe(expected);
  });

  it.each([
    ['denied worry', '专家称水质合格，市民不必恐慌，不用担心'],
    ['denied thanks', '办成这样，我没有感谢的意思'],
    ['what the office replied', '路灯不亮\n2026-02-24 10:30 城管局：感谢您的来信，辛苦了'],
    ['one faint word', '希望大家平安'],
  ])('is neutral: %s', (_, text) => {
    expect(tone(text)).toBe('neutral');
  });

  it('takes the stronger of two', () => {
    expect(tone('谢谢你们来过，但是太气人了，忍无可忍，天理何在')).toBe('anger');
  });
});
