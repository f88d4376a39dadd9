import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import { AppError } from './errors.ts';

const INSIDE = new BlockList();
for (const [network, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
  ] as const),
  ...([
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
  ] as const),
  ...([
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
]) {
  INSIDE.addSubnet(network, bits, 'ipv4');
}
const GLOBAL_V6 = new BlockList();
GLOBAL_V6.addSubnet('2000::', 3, 'ipv6');
// Inside 2000::/3 but carrying another address (Teredo, 6to4) or never routed.
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  INSIDE.addSubnet(network, bits, 'ipv6');

/** Whether an address may be connected to from inside a government network: public unicast only; mapped, NAT64, ULA, link-local and CGNAT are not. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !INSIDE.check(address, 'ipv4');
  return isIPv6(address) && GLOBAL_V6.check(address, 'ipv6') && !INSIDE.check(address, 'ipv6');
}

export interface OutgoingGuard {
  /** @throws AppError 'forbidden' for a scheme, port, account part or literal address that is not allowed */
  checkUrl(url: URL): void;
  /** Whether a resolved address of that host may be connected to. */
  allows(host: string, address: string): boolean;
}

const PORTS = new Set(['', '80', '443', '8080', '8443']);

/** `allow`: hosts (intranet.example.gov.cn), addresses or networks (10.1.0.0/16) the operator trusts although they are inside. */
export function createGuard(allow: string[]): OutgoingGuard {
  const hosts = new Set(allow.map((entry) => entry.toLowerCase()));
  const networks = new BlockList();
  for (const entry of allow) {
    const [network, bits] = entry.split('/');
    const family = isIPv4(network!) ? 'ipv4' : 'ipv6';
    if (isIP(network!) > 0) networks.addSubnet(network!, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family);
  }
  const trusted = (host: string, address: string): boolean =>
    hosts.has(host) || (isIP(address) > 0 && networks.check(address, isIPv4(address) ? 'ipv4' : 'ipv6'));
  return {
    checkUrl(url) {
      const host = bareHost(url);
      if (url.protocol !== 'http:' && url.protocol !== 'https:') refuse(url, '只允许 http 和 https');
      if (url.username !== '' || url.password !== '') refuse(url, '地址中不得带账号口令');
      if (isIP(host) > 0 && !isPublicAddress(host) && !trusted(host, host)) refuse(url, '不得访问内网或本机地址');
      if (!PORTS.has(url.port) && !trusted(host, host)) refuse(url, `端口 ${url.port} 不在允许之列`);
    },
    allows: (host, address) => isPublicAddress(address) || trusted(host, address),
  };
}

export const bareHost = (url: URL): string =>
  url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();

function refuse(url: URL, why: string): never {
  throw new AppError('forbidden', `已拒绝访问 ${url.protocol}//${url.host}：${why}`);
}
