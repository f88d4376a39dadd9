import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { wordingSchema } from '../../config/schema/wording.ts';
import { heardAsks } from './heard-asks.ts';

const { asks } = loadRulebook(shippedConfigFolder(), 'wording', wordingSchema);
const heard = (...texts: string[]) => heardAsks(texts, asks);

describe('what the posts of an event ask for', () => {
  it.each([
    ['a question', '和平街道又停水了。到底什么时候能来水？', ['到底什么时候能来水？']],
    ['a wish', '#江城停水# 家里有老人，希望水务部门尽快抢修！已经两天了', ['家里有老人，希望水务部门尽快抢修']],
    ['an answer that is owed', '【求助】给居民一个说法；我们等着', ['给居民一个说法']],
    ['nothing but a report of what was', '昨日和平街道部分小区停水，抢修人员已到场。', []],
    ['half a word', '为什么', []],
  ])('%s', (_name, text, wanted) => expect(heard(text)).toEqual(wanted));

  it('what most ask stands first, each once, and no more than the rulebook says', () => {
    const many = [
      '什么时候能来水？',
      '停水两天！什么时候能来水？',
      '请尽快公布原因',
      '希望送水到楼下',
      '凭什么不通知居民',
    ];
    const [first, ...rest] = heard(...many);
    expect([first, rest.length]).toEqual(['什么时候能来水？', asks.heard.most - 1]);
    expect(heard('什么时候能来水？', '什么时候能来水？')).toEqual(['什么时候能来水？']);
  });

  it('leads to nobody who wrote it', () => {
    expect(heard('请尽快联系我13812345678处理', '@江城小王：什么时候能来水？')).toEqual(['什么时候能来水？']);
  });
});
