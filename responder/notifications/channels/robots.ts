import { createHmac } from 'node:crypto';
import { wording } from '../message.ts';
import { giveUp, retry, sent, type Channel, type SendOutcome } from './channel.ts';
import { byStatus, post, read, type HttpParts } from './http.ts';

/** Robots answer 200 and tell in the body what became of it. */
interface Answers {
  /** Where the code stands, first found counts; 0 = taken. */
  codes: readonly string[];
  message: string;
  /** Too fast or busy: another try helps. */
  passing: readonly number[];
}

/** 群机器人: 20 messages a minute and robot; beyond that all three refuse for about a minute. */
const PAUSE_MS = 60_000;

function readAnswer(answer: Parameters<typeof byStatus>[0], { codes, message, passing }: Answers): SendOutcome {
  const status = byStatus(answer);
  if (status.kind !== 'sent') return status;
  const body = read(answer.body);
  const code = codes.map((name) => body?.[name]).find((value) => value !== undefined);
  if (code === 0) return sent;
  if (typeof code !== 'number') return retry('对方的答复无法识别');
  const why = `对方返回 ${code}：${String(body?.[message] ?? '').slice(0, 120)}`;
  return passing.includes(code) ? retry(why, PAUSE_MS) : giveUp(why);
}

/** 企业微信: the key stands in the address. */
export const wecomRobot = (parts: HttpParts): Channel => ({
  async send(message, { address }) {
    const body = JSON.stringify({ msgtype: 'text', text: { content: wording(message, parts.now()) } });
    const answers = { codes: ['errcode'], message: 'errmsg', passing: [-1, 45009, 45033] };
    return readAnswer(await post(parts, { url: address, body }), answers);
  },
});

/** 钉钉 加签: base64 of HMAC-SHA256(key, `${timestamp}\n${key}`), timestamp in milliseconds, both in the address. */
export function signDingtalk(address: string, key: string, now: Date): string {
  const timestamp = String(now.getTime());
  const url = new URL(address);
  url.searchParams.set('timestamp', timestamp);
  url.searchParams.set('sign', createHmac('sha256', key).update(`${timestamp}\n${key}`).digest('base64'));
  return url.href;
}

export const dingtalkRobot = (parts: HttpParts): Channel => ({
  async send(message, { address, signKey }) {
    if (!URL.canParse(address)) return giveUp('钉钉群机器人的地址不是有效的网址');
    const url = signKey === null ? address : signDingtalk(address, signKey, parts.now());
    const body = JSON.stringify({ msgtype: 'text', text: { content: wording(message, parts.now()) } });
    const answers = { codes: ['errcode'], message: 'errmsg', passing: [-1, 130101, 410100] };
    return readAnswer(await post(parts, { url, body }), answers);
  },
});

/** 飞书 签名校验: base64 of HMAC-SHA256(`${timestamp}\n${key}`, ""), timestamp in seconds, in the body. */
export function signFeishu(key: string, now: Date): { timestamp: string; sign: string } {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${key}`).update('').digest('base64') };
}

export const feishuRobot = (parts: HttpParts): Channel => ({
  async send(message, { address, signKey }) {
    const signature = signKey === null ? {} : signFeishu(signKey, parts.now());
    const body = JSON.stringify({ ...signature, msg_type: 'text', content: { text: wording(message, parts.now()) } });
    const answers = { codes: ['code', 'StatusCode'], message: 'msg', passing: [11232, 11233] };
    return readAnswer(await post(parts, { url: address, body }), answers);
  },
});
