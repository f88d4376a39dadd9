import { describe, expect, it } from 'vitest';
import { notificationsSchema, type NotificationsBook } from '../../config/schema/notifications.ts';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { routesFor } from './routes.ts';

const shipped = loadRulebook(shippedConfigFolder(), 'notifications', notificationsSchema);
const book = (change: Partial<NotificationsBook>): NotificationsBook => ({ ...shipped, ...change });
const on = (...ids: string[]) => shipped.channels.map((one) => ({ ...one, enabled: ids.includes(one.id) }));
const told = (...row: Parameters<typeof routesFor>) =>
  routesFor(...row).map((one) => `${one.channel} ${one.recipient} ${one.suppressed ?? one.target}`);

describe('which channels a notice takes', () => {
  it('none until one is switched on', () => {
    expect(routesFor(shipped, { recipient: 'duty_officer@*', lane: 'now' })).toEqual([]);
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
    expect(routesFor(open, { recipient: 'leader@*', lane: 'now' })[0]!.why).toBe('R-now-leader 立即类短信呼叫领导');
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
