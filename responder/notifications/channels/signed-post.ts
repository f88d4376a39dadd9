import { createHmac, randomUUID } from 'node:crypto';
import { asData, shortWording } from '../message.ts';
import { giveUp, type Channel } from './channel.ts';
import { byStatus, post, type HttpParts } from './http.ts';

/** hex HMAC-SHA256(key, timestamp.nonce.body), timestamp in Unix seconds: the same form in which our own intake takes pushes. */
export function signBody(key: string, body: string, now: Date, nonce: string): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = createHmac('sha256', key).update(`${timestamp}.${nonce}.${body}`).digest('hex');
  return { 'x-huiying-timestamp': timestamp, 'x-huiying-nonce': nonce, 'x-huiying-signature': signature };
}

interface SignedPost {
  url: string;
  key: string;
  /** For Idempotency-Key: the same at every try of one message. */
  id: string;
  data: unknown;
}

/** A nonce is new at every try, or a receiver that remembers nonces would take the second try for a replay. */
async function sendSigned(parts: HttpParts, { url, key, id, data }: SignedPost) {
  const body = JSON.stringify(data);
  const headers = { ...signBody(key, body, parts.now(), randomUUID()), 'idempotency-key': id };
  return byStatus(await post(parts, { url, body, headers }));
}

/** 通用推送: any system that can check a signature. 2xx = taken. */
export const webhook = (parts: HttpParts): Channel => ({
  send(message, { address, signKey }) {
    if (signKey === null) return Promise.resolve(giveUp('未配置签名密钥，不签名的通知不得外发'));
    return sendSigned(parts, { url: address, key: signKey, id: message.id, data: asData(message, parts.now()) });
  },
});

/** 短信: the city's gateway takes numbers and one text. The target is a list of numbers separated by commas. */
export const smsGateway = (parts: HttpParts, gateway: { url: string; key: string }): Channel => ({
  async send(message, { address }) {
    const phones = address.split(',').map((each) => each.trim());
    if (!phones.every((phone) => /^\+?\d{5,20}$/.test(phone)))
      return giveUp('短信号码的写法有误，须为以英文逗号分隔的号码');
    const data = { id: message.id, phones, text: shortWording(message, parts.now()) };
    return sendSigned(parts, { ...gateway, id: message.id, data });
  },
});
