import { describe, expect, it } from 'vitest';
import { VERB_TABLE } from '../../../responder/tickets/states.ts';
import type { TicketDetail } from '../../api/schemas/tickets.ts';
import { actedOn, askedFor } from './acted-on.ts';

const at = '2026-03-02T09:00:00+08:00';
const by = { id: 'u1', name: '甲' };
const entry = (kind: string, time: string, text: string, more: Record<string, unknown> = {}) => ({
  ...{ id: kind + time, at: time, factAt: null, kind, actor: by, text, reason: null, data: {} },
  ...more,
});
const ticket = (parts: Partial<Record<keyof TicketDetail, unknown>>) =>
  ({
    timeline: [],
    releases: [],
    report: null,
    judgement: null,
    passDownRequest: null,
    ...parts,
  }) as unknown as TicketDetail;
const words = (...args: Parameters<typeof actedOn>) => actedOn(...args).map(({ label, text }) => `${label}：${text}`);

describe('who decides sees what he decides on', () => {
  it('the reviewer reads the report of the unit', () => {
    const report = {
      facts: '停水因爆管',
      measures: '抢修',
      result: null,
      draft: null,
      attachments: [],
      hash: 'x',
      standing: 'waiting',
      sentBack: null,
      by,
      at,
    };
    expect(words('review', ticket({ report }), {}).slice(1)).toEqual(['核实的事实：停水因爆管', '采取的措施：抢修']);
  });

  it('whose report came back reads why, and begins with what was written', () => {
    const told = { facts: '停水因爆管', measures: '抢修', result: null, draft: null, hash: 'x', by, at };
    const attachments = [{ id: 'a1', sha256: 's' }];
    const sentBack = { reason: '请补充整改照片', by: { ...by, name: '负责人甲' }, at };
    const back = ticket({ report: { ...told, attachments, standing: 'sent_back', sentBack } });
    expect(words('report', back, {})).toEqual(['退回意见：请补充整改照片（负责人甲，2026-03-02 09:00:00）']);
    expect(askedFor('report', back)).toEqual({ facts: '停水因爆管', measures: '抢修', attachments: ['a1'] });
    const before = ticket({ report: { ...told, attachments, standing: 'before', sentBack: null } });
    expect([words('report', before, {}), askedFor('report', before)]).toEqual([[], {}]);
  });

  it('who rules on a return reads the newest one and its explanation', () => {
    const timeline = [
      entry('return', '2026-03-02T08:00:00+08:00', '市水务局退回：不属于本辖区（第1次）'),
      entry('return', at, '市住建局退回：不属于本单位职责（第2次，已达上限，须裁定）', { reason: '三定规定第六条' }),
    ];
    expect(words('rule', ticket({ timeline }), {})).toEqual([
      expect.stringContaining('市住建局退回：不属于本单位职责'),
      '说明：三定规定第六条',
    ]);
  });

  it('who grants an extension begins with what was asked, until it is answered', () => {
    const data = { clockId: 'c1', until: '2026-03-04T17:00:00+08:00' };
    const asked = entry('request-extension', '2026-03-02T08:00:00+08:00', '申请延期', { data, reason: '等检验' });
    const open = ticket({ timeline: [asked] });
    expect(askedFor('extend', open)).toEqual(data);
    expect(askedFor('refuse-extension', open)).toEqual({ clockId: 'c1' });
    expect(words('extend', open, {})).toContain('说明：等检验');
    const answered = ticket({ timeline: [asked, entry('extend', at, '同意延期')] });
    expect(askedFor('extend', answered)).toEqual({});
    expect(actedOn('extend', answered, {})).toEqual([]);
  });

  it('who judges again begins with what was judged, and reads it', () => {
    const judgement = { outcome: 'public_answer', title: '公开回应', dispositions: ['D-3'], reason: '影响大', by, at };
    expect(askedFor('judge', ticket({ judgement }))).toEqual({ outcome: 'public_answer', dispositions: ['D-3'] });
    expect(words('judge', ticket({ judgement }), {})).toContain('理由：影响大');
    expect(askedFor('judge', ticket({}))).toEqual({});
  });

  it('who approves a fact reads every wording that waits, with its hour and source', () => {
    const of = { low: 25, high: 25, unit: '人' };
    const waiting = [{ version: 2, text: '就诊', ...of, asOf: at, source: '医院', by: '乙', byUnit: '市卫健委' }];
    const desk = { lines: [{ id: 'f1', title: '就诊人数', approved: null, waiting }] };
    const told = words('approve-fact', ticket({}), { lineId: 'f1' }, desk);
    expect(told[0]).toBe('事实：就诊人数');
    expect(told[1]).toMatch(/^待批：就诊（数字：25人，截至 .*来源：医院，市卫健委乙填报）$/);
    expect(actedOn('approve-fact', ticket({}), { lineId: 'other' }, desk)).toEqual([]);
  });

  it('who confirms a conference reads when, who, where and the proofs; the only one that waits is chosen already', () => {
    const proofs = [{ kind: 'video', value: 'https://www.example.cn/v/1', outside: true }];
    const held = {
      ...{ id: 'r1', needsConfirmation: true, title: '爆炸事故新闻发布会', at, speaker: '某某' },
      ...{ speakerPost: '市应急管理局局长', place: '市政府新闻发布厅', calledBy: null, proofs },
      ...{ recordedBy: by, recordedAt: at, backDated: false },
    };
    const open = ticket({ releases: [held, { ...held, id: 'r2', needsConfirmation: false }] });
    expect(askedFor('confirm-release', open)).toEqual({ releaseId: 'r1' });
    const told = actedOn('confirm-release', open, { releaseId: 'r1' });
    expect(told.map(({ label }) => label)).toEqual(['发布会', '开始时间', '发布人', '地点', '证明材料', '登记']);
    expect(told.find(({ label }) => label === '发布人')!.text).toBe('某某（市应急管理局局长）');
    expect(told.find(({ label }) => label === '证明材料')!.proofs).toEqual(proofs);
    expect(askedFor('confirm-release', ticket({ releases: [held, held] }))).toEqual({});
  });

  it('names only acts there are, and says nothing of the others', () => {
    const known = new Set<string>(VERB_TABLE.map(({ name }) => name));
    for (const verb of [
      'review',
      'rule',
      'extend',
      'refuse-extension',
      'consent-pass-down',
      'second-judge',
      'approve-fact',
      'confirm-release',
    ])
      expect(known).toContain(verb);
    expect(actedOn('note', ticket({}), {})).toEqual([]);
  });
});
