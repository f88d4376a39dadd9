import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asData, headline, shortWording, wording, type OutwardMessage } from './message.ts';
import { outwardNotice, phrase, type OutwardFacts } from './outward.ts';

const now = new Date('2026-10-03T12:00:00+08:00');
const words = { clockTitles: new Set(['首次发布']), publicOrigin: 'https://huiying.example' };
const facts: OutwardFacts = {
  ...{ number: '舆交〔2026〕18号', ticketId: 'T', level: 'II', machineLevel: 'II', colour: 'red', matter: 'clock' },
  ...{
    clock: { title: '首次发布', due: new Date('2026-10-03T14:00:00+08:00'), provisional: false },
    unverified: false,
  },
};
const one = (change: Partial<OutwardFacts> = {}) => outwardNotice({ ...facts, ...change }, words);
const message = (...notices: OutwardMessage['notices']): OutwardMessage => ({ id: 'm', kind: 'shift', notices });

describe('what leaves the house', () => {
  it('number, level, deadline and link', () => {
    expect(wording(message(one()), now)).toBe(
      '【回应】舆交〔2026〕18号（Ⅱ级）首次发布时限 10月3日 14:00，剩余 2 小时。请登录办理：https://huiying.example/tickets/T',
    );
  });

  it.each<[string, Partial<OutwardFacts>, string]>([
    [
      'overdue',
      { clock: { ...facts.clock!, due: new Date('2026-10-02T10:30:00+08:00') } },
      '舆交〔2026〕18号（Ⅱ级）首次发布时限 10月2日 10:30，已超时 1 天 1 小时',
    ],
    [
      'only the machine has spoken',
      { level: null, unverified: true, matter: 'unjudged', clock: null },
      '舆交〔2026〕18号（机器估算Ⅱ级，未经人工核实）待研判，尚无人处理',
    ],
    [
      'no level',
      { level: null, machineLevel: null, matter: 'unsigned', clock: { ...facts.clock!, provisional: true } },
      '舆交〔2026〕18号（红色）待签收；首次发布时限（暂计） 10月3日 14:00，剩余 2 小时',
    ],
    [
      'an early sign has no number',
      { number: null, level: null, machineLevel: null, colour: null, matter: 'warning', clock: null },
      '苗头预警待查看',
    ],
    [
      'a clock the book does not know',
      { clock: { ...facts.clock!, title: '某小区停水' } },
      '舆交〔2026〕18号（Ⅱ级）办理时限 10月3日 14:00，剩余 2 小时',
    ],
  ])('%s', (_name, change, expected) => {
    expect(phrase(one(change), now)).toBe(expected);
  });

  it('several in one message, in order; a text message only counts them', () => {
    const many = message(one(), one({ number: '舆交〔2026〕19号', matter: 'unsigned', clock: null }));
    expect(wording(many, now).split('\n')).toEqual([
      '【回应】本班：共 2 件事项，请登录办理：',
      '1. 舆交〔2026〕18号（Ⅱ级）首次发布时限 10月3日 14:00，剩余 2 小时',
      '   https://huiying.example/tickets/T',
      '2. 舆交〔2026〕19号（Ⅱ级）待签收',
      '   https://huiying.example/tickets/T',
    ]);
    expect(shortWording(many, now)).toBe(
      '【回应】本班：共 2 件事项，请登录办理（舆交〔2026〕18号、舆交〔2026〕19号）。',
    );
  });

  it('no address, no link', () => {
    const notice = outwardNotice(facts, { ...words, publicOrigin: null });
    expect(wording(message(notice), now)).toMatch(/剩余 2 小时。请登录办理。$/);
  });

  it('never a word of the matter, whatever stands on the row', () => {
    // Characters none of our own phrases use, so that any of them outside must have come from the row.
    const text = fc.string({
      unit: fc.constantFrom(...'爆炸坍塌学校食堂张某甲赵钱孙李住院死亡塌陷污染'),
      minLength: 2,
      maxLength: 20,
    });
    const row = fc.record({ title: text, text, why: text, number: fc.option(text), clock: text });
    fc.assert(
      fc.property(row, (free) => {
        // As a query that selects everything would hand it over.
        const all = { ...facts, ...free, clock: { ...facts.clock!, title: free.clock } };
        const sent = message(outwardNotice(all, words), outwardNotice({ ...all, matter: null }, words));
        const out = JSON.stringify([
          headline(sent, now),
          wording(sent, now),
          shortWording(sent, now),
          asData(sent, now),
        ]);
        expect(out).not.toMatch(/[爆炸坍塌学校食堂张赵钱孙李住院死亡陷污染]/);
      }),
    );
  });
});
