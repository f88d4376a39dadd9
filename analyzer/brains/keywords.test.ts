import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadSegmenter } from '../text/segmenter.ts';
import { analyzeBatch } from './analyze.ts';
import { loadAnalyzerBooks } from './books.ts';

const books = loadAnalyzerBooks(shippedConfigFolder());
const segmenter = loadSegmenter(shippedConfigFolder());
const keywords = (text: string): string[] => analyzeBatch([{ title: '', text }], books, segmenter)[0]!.keywords;

describe('keywords', () => {
  it.each([
    ['城东区和平街道路灯不亮，井盖丢失', ['路灯', '井盖'], ['道路', '灯不亮', '街道']],
    ['市民来电反映：小区停水三天，请职能局核实处理', ['停水'], ['市民', '来电', '核实', '处理', '三天']],
    ['搅拌站夜里粉尘太大，学生上学都戴口罩', ['搅拌站', '粉尘'], ['太大']],
    ['张建国来电称人行道被占道经营，电话138****0000', ['占道经营'], ['张建国', '电话']],
    ['两名男子把垃圾倒进河道，河道发黑', ['河道', '垃圾'], ['两名']],
  ])('%s', (text, wanted, unwanted) => {
    const found = keywords(text);
    for (const word of wanted) expect(found).toContain(word);
    for (const word of unwanted) expect(found).not.toContain(word);
  });

  it.each([
    ['张三 李四 王五三家漏水', ['漏水'], ['张三', '李四', '王五']],
    ['患者孙丽华死亡，家属孙建业质疑医院', ['医院', '患者'], ['孙丽华', '孙建业', '建业']],
    ['家属孙建业堵门，建业称不走', ['家属'], ['建业']],
    ['班主任周晓燕收红包，家长不满', ['红包', '班主任'], ['周晓燕', '周晓燕收', '晓燕']],
    ['村民阿依古丽·买买提反映自来水停水', ['停水'], ['阿依古丽', '买买提']],
    ['网名@江城小明发帖称路灯不亮', ['路灯'], ['小明', '江城小明']],
    ['我叫王大锤，小区停水三天', ['停水'], ['大锤', '王大锤']],
    ['业主名叫陈静，投诉物业公司', ['物业'], ['陈静']],
  ])('name no person: %s', (text, wanted, unwanted) => {
    const found = keywords(text);
    for (const word of wanted) expect(found).toContain(word);
    for (const word of unwanted) expect(found).not.toContain(word);
  });

  it.each([
    ['患者黄石医院抢救无效', '医院'],
    ['患者高血压没有药', '高血压'],
    ['家属楼漏水', '家属楼'],
    ['和平小学班主任黄冈路口', '黄冈'],
    ['村民张医生诊所关门', '诊所'],
  ])('are not taken for names beside a person: %s', (text, wanted) => {
    expect(keywords(text)).toContain(wanted);
  });

  it('are at most eight, short and each once', () => {
    const found = keywords(
      '食堂饭菜发霉，学生呕吐腹泻，家长投诉学校食堂卫生差、价格贵、态度恶劣，教育局检查不到位，餐具不消毒。'.repeat(3),
    );
    expect(found.length).toBeLessThanOrEqual(8);
    expect(new Set(found).size).toBe(found.length);
    for (const word of found) expect(word.length).toBeLessThanOrEqual(8);
  });
});
