import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ROOT_FOLDER } from '../../platform/runtime/assets.ts';

/** In CI a missing nginx is a failure. */
const nginxMissing = spawnSync('nginx', ['-v']).error !== undefined && process.env['CI'] === undefined;

/** The proxy's configuration as the guide gives it, without its remarks. */
function exampleOf(guide: string): string {
  const text = readFileSync(join(ROOT_FOLDER, 'docs', guide), 'utf8');
  return /```nginx\n([\s\S]*?)```/
    .exec(text)![1]!
    .replace(/[ \t]*#.*$/gm, '')
    .trim();
}

describe('the proxy of the guide', () => {
  const example = exampleOf('deploy.md');

  it('is the same in both languages', () => {
    expect(exampleOf('deploy.zh-CN.md')).toBe(example);
  });

  it('passes on what the program asks for: host, client, upgrade', () => {
    for (const header of ['Host $host', 'X-Forwarded-For $remote_addr', 'Upgrade $http_upgrade', 'Connection $conn'])
      expect(example).toContain(`proxy_set_header ${header}`);
    expect(example).toContain('location ~ ^/(metrics|readyz|healthz)$ { deny all; }');
  });

  it.skipIf(nginxMissing)('is a configuration nginx itself accepts', () => {
    expect(testedByNginx(example)).toEqual({
      status: 0,
      said: expect.stringContaining('test is successful') as string,
    });
  });

  it.skipIf(nginxMissing)('is refused by nginx with one word changed', () => {
    const { status, said } = testedByNginx(example.replace('proxy_read_timeout', 'proxy_read_timeouts'));
    expect([status, said]).toEqual([1, expect.stringContaining('unknown directive "proxy_read_timeouts"')]);
  });
});

function testedByNginx(example: string): { status: number | null; said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-nginx-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [join(folder, 'huiying.key'), join(folder, 'huiying.crt')];
  const request = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '1',
    '-subj',
    '/CN=huiying.example.gov.cn',
  ];
  expect(spawnSync('openssl', [...request, '-keyout', key, '-out', cert]).status).toBe(0);
  // A place of its own for everything: nobody need be root, and no other nginx is met.
  const site = example.replaceAll('/etc/nginx/tls', folder).replace('listen 443', 'listen 127.0.0.1:34443');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (each) => `${each}_temp_path ${folder}/${each};`,
  );
  const file = join(folder, 'nginx.conf');
  const head = `pid ${folder}/pid;\nerror_log stderr;\nevents {}\n`;
  writeFileSync(file, `${head}http {\naccess_log off;\n${paths.join('\n')}\n${site}\n}\n`);
  const { status, stderr } = spawnSync('nginx', ['-t', '-p', folder, '-e', 'stderr', '-c', file], { encoding: 'utf8' });
  return { status, said: stderr };
}
