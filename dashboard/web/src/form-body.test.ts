import { describe, expect, it } from 'vitest';
import { fieldFaults, formBody, missingLabels, missingLines, missingWords } from './form-body.ts';
import type { Field } from './verb-form.ts';
import { VERB_FORMS } from './verb-forms.ts';

const fields: Field[] = [
  { kind: 'text', key: 'title', label: '标题', required: true },
  { kind: 'long', key: 'result', label: '办理结果' },
  { kind: 'time', key: 'plannedAt', label: '拟发布时间' },
  { kind: 'choice', key: 'channels', label: '渠道', many: true, options: [] },
  { kind: 'text', key: 'body', label: '认定机关', when: { key: 'stage', is: ['official'] } },
];

describe('what a form asks for before it can be sent', () => {
  const held = { planned: false, startedAt: '2026-03-10T12:00:00+08:00', title: '通报会' };
  const conference = VERB_FORMS['record-conference']!.fields;
  it('of a conference that was held who spoke, where and the proofs; of a planned one only when and what', () => {
    expect(missingLabels(conference, { ...held, planned: true })).toEqual([]);
    expect(missingLabels(conference, held)).toEqual([
      '发布人',
      '发布人职务',
      '地点',
      '证明材料（实录或视频，及一项外部证明）',
    ]);
  });
  it('in words that stay apart where a label is a list itself', () => {
    expect(missingWords(['发布人', '文字、链接至少一项'])).toBe('还需填写：发布人；文字、链接至少一项');
  });
  it('of one the superior called only its proof; a line nothing was written into proves nothing', () => {
    const called = { ...held, calledBy: '省政府新闻办公室' };
    const proof = (value: string) => ({ proofs: [{ kind: 'link', value, outside: true }] });
    expect(missingLabels(conference, { ...called, ...proof('') })).toHaveLength(1);
    expect(missingLabels(conference, { ...called, ...proof('https://www.example.gov.cn/1') })).toEqual([]);
  });
});

describe('what a form sends', () => {
  it('what the person filled in, over what was known', () => {
    expect(formBody(fields, { title: '新' }, { draftId: 'd', title: '旧' })).toEqual({ draftId: 'd', title: '新' });
  });
  it('an optional field that was emptied is sent empty, not as it stood before', () => {
    const preset = { title: '通报', result: '已恢复', plannedAt: '2026-03-10T12:00:00+08:00', channels: ['site'] };
    const emptied = { title: '通报', result: '', plannedAt: undefined, channels: [] };
    expect(formBody(fields, emptied, preset)).toEqual({ title: '通报', result: '', plannedAt: null, channels: [] });
  });
  it('a number that was taken out is not sent at all', () => {
    const number: Field[] = [{ kind: 'part', part: 'number', key: 'high', label: '至多' }];
    expect(formBody(number, { high: undefined }, { lineId: 'l', high: 3 })).toEqual({ lineId: 'l' });
  });
  it('what was never filled is not sent, nor what is no longer asked', () => {
    expect(formBody(fields, { title: '通报', result: '', body: '市应急局', stage: 'duty' })).toEqual({ title: '通报' });
  });
  it('what was known of a field that is no longer asked is not sent either', () => {
    expect(formBody(fields, { title: '通报', stage: 'duty' }, { body: '市应急局' })).toEqual({ title: '通报' });
  });
  it('who takes back what was decided says why; who only adds to it need not', () => {
    const again: Field[] = [
      { kind: 'choice', key: 'outcome', label: '研判结果', options: [] },
      ...[{ kind: 'choice' as const, key: 'kinds', label: '处置类型', many: true as const, options: [] }].map(
        (field) => ({
          ...field,
          when: { key: 'outcome', is: ['answer'] },
        }),
      ),
      { kind: 'long', key: 'reason', label: '理由', ifChanged: ['outcome', 'kinds'] },
    ];
    const known = { outcome: 'answer', kinds: ['D-2', 'D-3'] };
    const asks = (values: object) => missingLabels(again, { ...known, ...values }, known);
    expect(asks({})).toEqual([]);
    expect(asks({ kinds: ['D-2', 'D-3', 'D-4'] })).toEqual([]);
    expect(asks({ kinds: ['D-2'] })).toEqual(['理由']);
    expect(asks({ kinds: ['D-2'], reason: '查明不属重大问题' })).toEqual([]);
    expect(asks({ outcome: 'silence' })).toEqual(['理由']);
    expect(missingLabels(again, { outcome: 'answer' })).toEqual([]);
    expect(formBody(again, { ...known, outcome: 'silence' }, known)).toEqual({ outcome: 'silence' });
  });
  it('a person stands with the account and the name', () => {
    const person: Field[] = [{ kind: 'person', key: 'actorId', nameKey: 'name', label: '人员', required: true }];
    expect(formBody(person, { actorId: { id: 'u1', name: '李某' } })).toEqual({ actorId: 'u1', name: '李某' });
    expect(missingLabels(person, {})).toEqual(['人员']);
  });
  it('a sheet misses what it requires and neither the machine nor a person filled in', () => {
    const lines = [
      { key: 'asks', title: '公众诉求', text: '', required: true },
      { key: 'nature', title: '事件性质', text: '食品安全', required: true },
      { key: 'risks', title: '风险点', text: '', required: false },
    ];
    expect(missingLines(lines, {})).toEqual(['公众诉求']);
    expect(missingLines(lines, { asks: '公布送餐企业', nature: ' ' })).toEqual(['事件性质']);
  });
  it('fields of one thing go together', () => {
    const fields = (['asked.unit', 'asked.post'] as const).map((key) => ({ kind: 'text' as const, key, label: key }));
    expect(formBody(fields, { 'asked.unit': '市水务局', 'asked.post': '调度室' })).toEqual({
      asked: { unit: '市水务局', post: '调度室' },
    });
  });
  it('a reason is asked for where the answer is no', () => {
    const review: Field[] = [
      { kind: 'choice', key: 'approve', label: '审核意见', required: true, options: [] },
      { kind: 'long', key: 'note', label: '意见', requiredIf: { key: 'approve', is: [false] } },
    ];
    expect(missingLabels(review, { approve: false })).toEqual(['意见']);
    expect(missingLabels(review, { approve: true })).toEqual([]);
  });
  it('blanks are nothing', () => {
    expect(missingLabels(fields, { title: '  ' })).toEqual(['标题']);
  });
});

describe('what the service found wrong', () => {
  const fields = [
    { key: 'to', label: '单位' },
    { key: 'toldBy', label: '由谁告知' },
    { key: 'tasks', label: '任务' },
  ];
  it('stands at its own field, not at one whose key only begins alike', () => {
    expect(fieldFaults(fields, [{ path: 'toldBy', message: '请填写' }])).toEqual([
      { key: 'toldBy', label: '由谁告知', message: '请填写' },
    ]);
  });
  it('names the line of a list it lies in', () => {
    const errors = ['tasks.0.unit', 'tasks.1.unit'].map((path) => ({ path, message: '请填写' }));
    expect(fieldFaults(fields, errors)).toEqual([
      { key: 'tasks', label: '任务第1项', message: '请填写' },
      { key: 'tasks', label: '任务第2项', message: '请填写' },
    ]);
  });
  it('keeps a path no field of the form has', () => {
    expect(fieldFaults(fields, [{ path: 'version', message: '已被修改' }])[0]).toMatchObject({ label: 'version' });
  });
});
