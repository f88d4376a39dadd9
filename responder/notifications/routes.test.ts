import { describe, expect, it } from 'vitest';
import { notificationsSchema, type NotificationsBook } from '../../config/schema/notifications.ts';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { departmentsSchema } from '../../config/schema/departments.ts';
import { unitsById } from '../tickets/permissions.ts';
import { routesFor, type Telling } from './routes.ts';

const shipped = loadRulebook(shippedConfigFolder(), 'notifications', notificationsSchema);
const book = (change: Partial<NotificationsBook>): NotificationsBook => ({ ...shipped, ...change });
const on = (...ids: string[]) => shipped.channels.map((one) => ({ ...one, enabled: ids.includes(one.id) }));
const units = unitsById(loadRulebook(shippedConfigFolder(), 'departments', departmentsSchema));
const routes = (of: NotificationsBook, row: Telling, taken?: Set<string>) => routesFor(of, row, units, taken);
const told = (...row: Parameters<typeof routes>) =>
  routes(...row).map((one) => `${one.channel} ${one.recipient} ${one.suppressed ?? one.target}`);

describe('which channels a notice takes', () => {
  it('none until one is switched on', () => {
    expect(routes(shipped, { recipient: 'duty_officer@*', lane: 'now' })).toEqual([]);
  });

  it('by lane and role, each with the rule that sends it there', () => {
    const open = book({ channels: on('wecom', 'sms', 'mail') });
    expect(told(open, { recipient: 'duty_officer@gov_office', lane: 'now' })).toEqual([
      'wecom duty_officer@* HUIYING_SECRET_WECOM_DUTY',
      'sms duty_officer@* HUIYING_SECRET_SMS_DUTY',
    ]);
    expect(told(open, { recipient: 'duty_officer@*', lane: 'digest' })).toEqual([
      'mail duty_officer@* HUIYING_SECRET_MAIL_DUTY',
    ]);
    expect(routes(open, { recipient: 'leader@*', lane: 'now' })[0]!.why).toBe('R-now-leader 立即类短信呼叫领导');
    expect(told(open, { recipient: 'leader@*', lane: 'shift' })).toEqual([]);
  });

  it('to the own group of the department, and says where none is configured', () => {
    const open = book({ channels: on('dingtalk') });
    expect(told(open, { recipient: 'handler@housing', lane: 'now' })).toEqual([
      'dingtalk handler@housing HUIYING_SECRET_DINGTALK_HOUSING',
    ]);
    expect(told(open, { recipient: 'handler@water', lane: 'now' })).toEqual([
      'dingtalk handler@water 该通道未为此岗位配置去处',
    ]);
  });

  it('a post "in any unit" rings every unit that has a line when there is no common one', () => {
    const line = (unit: string) => ({
      ...{ channel: 'wecom', role: 'duty_officer' as const, unit },
      targetEnv: `HUIYING_SECRET_${unit.toUpperCase()}`,
    });
    const open = book({ channels: on('wecom'), targets: [line('gov_office'), line('cyberspace')] });
    expect(told(open, { recipient: 'duty_officer@*', lane: 'now' })).toEqual([
      'wecom duty_officer@gov_office HUIYING_SECRET_GOV_OFFICE',
      'wecom duty_officer@cyberspace HUIYING_SECRET_CYBERSPACE',
    ]);
  });

  it('handler and head behind one robot get one message of one reason', () => {
    const line = (role: 'handler' | 'unit_head') => ({
      ...{ channel: 'dingtalk', role, unit: 'housing' },
      targetEnv: 'HUIYING_SECRET_GROUP',
    });
    const open = book({ channels: on('dingtalk'), targets: [line('handler'), line('unit_head')] });
    const taken = new Set<string>();
    expect(told(open, { recipient: 'handler@housing', lane: 'now' }, taken)).toEqual([
      'dingtalk handler@housing HUIYING_SECRET_GROUP',
    ]);
    expect(told(open, { recipient: 'unit_head@housing', lane: 'now' }, taken)).toEqual([
      'dingtalk unit_head@housing 同一去处已由另一岗位收到',
    ]);
  });
});

describe('the book refuses', () => {
  const reading = (change: object): string => {
    const result = notificationsSchema.safeParse({ ...shipped, ...change });
    return result.success ? '' : result.error.issues.map((issue) => issue.message).join('；');
  };
  const target = { channel: 'push', role: 'handler', unit: '*', targetEnv: 'HUIYING_SECRET_X' };
  it.each([
    [
      'an address in the book',
      { targets: [{ ...target, channel: 'wecom', targetEnv: 'https://robot.example/send?key=1' }] },
      '不得写入地址或密钥本身',
    ],
    ['a channel nobody knows', { targets: [{ ...target, channel: 'telex' }] }, '没有通道 telex'],
    ['an unsigned push', { targets: [target] }, '不签名的通知不得外发'],
    [
      'two lines for one post',
      {
        targets: [
          { ...target, signEnv: 'HUIYING_SECRET_Y' },
          { ...target, signEnv: 'HUIYING_SECRET_Y' },
        ],
      },
      '去处重复',
    ],
    ['a route to nowhere', { routes: [{ ...shipped.routes[0]!, channels: ['telex'] }] }, '没有通道 telex'],
    [
      'a channel named like the inbox',
      { channels: [{ id: 'in_app', kind: 'webhook', title: '站内' }] },
      '站内消息专用',
    ],
  ])('%s', (_name, change, message) => {
    expect(reading(change)).toContain(message);
  });
});

describe('a matter that accuses a unit', () => {
  type Role = NotificationsBook['targets'][number]['role'];
  const line = (role: Role, unit: string, name: string) => ({
    ...{ channel: 'wecom', role, unit },
    targetEnv: `HUIYING_SECRET_${name}`,
  });
  const common = line('duty_officer', '*', 'DUTY_GROUP');
  const cyberspace = line('duty_officer', 'cyberspace', 'CYBERSPACE');
  const inspectors = line('supervisor', '*', 'SUPERVISION');
  const lines = (...targets: NotificationsBook['targets']) => book({ channels: on('wecom'), targets });
  const desk = (accused: string[], recipient = 'duty_officer@*'): Telling => ({ recipient, lane: 'now', accused });
  const HOUSE = '该去处有被反映单位的人员，应当回避；未为代行其职责的单位单独配置去处，请查看站内消息';

  it('is not told to the group of both lead bodies when one of them is accused', () => {
    for (const accused of ['gov_office', 'cyberspace', 'supervision'])
      expect(told(lines(common), desk([accused]))).toEqual([`wecom duty_officer@* ${HOUSE}`]);
    expect(told(lines(common), desk(['gov_office'], 'duty_officer@cyberspace'))).toEqual([
      `wecom duty_officer@cyberspace ${HOUSE}`,
    ]);
  });

  it('goes to those in the place of the accused, who have a line of their own', () => {
    expect(told(lines(common, inspectors), desk(['gov_office']))).toEqual([
      'wecom supervisor@* HUIYING_SECRET_SUPERVISION',
    ]);
    const both = [line('duty_officer', 'gov_office', 'GOV_OFFICE'), cyberspace, inspectors];
    expect(told(lines(...both), desk(['gov_office']))).toEqual([
      'wecom duty_officer@cyberspace HUIYING_SECRET_CYBERSPACE',
      'wecom supervisor@* HUIYING_SECRET_SUPERVISION',
    ]);
    // What the ledger tells 督查 in the place of a duty desk takes the duty desk's channels.
    expect(told(lines(common, inspectors), desk(['gov_office'], 'supervisor@*'))).toEqual([
      'wecom supervisor@* HUIYING_SECRET_SUPERVISION',
    ]);
  });

  it('leaves the common line to the others where the accused has a line of its own', () => {
    const own = line('duty_officer', 'gov_office', 'GOV_OFFICE');
    expect(told(lines(common, own), desk(['gov_office'], 'duty_officer@cyberspace'))).toEqual([
      'wecom duty_officer@* HUIYING_SECRET_DUTY_GROUP',
    ]);
  });

  it('rings the duty group as ever where only a department is accused', () => {
    expect(told(lines(common), desk(['education']))).toEqual(['wecom duty_officer@* HUIYING_SECRET_DUTY_GROUP']);
    expect(routes(lines(common), desk(['education']))[0]!.why).toBe('R-now-duty 立即类发值班群并短信呼叫');
  });

  it('says in the ledger why it went elsewhere', () => {
    expect(routes(lines(common, inspectors), desk(['gov_office']))[0]!.why).toContain('回避，改送代行其职责的单位');
  });
});
