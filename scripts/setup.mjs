// prestart and pretest: check the machine, install when the lock file changed, build when sources changed.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from './build.mjs';
import { fail, installHash, readStamp, root, say, withLock, writeStamp } from './lib.mjs';

const STAMP = 'node_modules/.huiying/installed';

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`需要 Node.js 20.19 或更高版本，当前为 ${process.versions.node}。请升级后重试。`);
}

/** nodejs-jieba is compiled at install time; say what is missing before npm fails three screens deep. */
function checkCompiler() {
  const missing = ['python3', 'make', 'g++'].filter(
    (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status !== 0,
  );
  if (missing.length === 0) return;
  fail(
    `缺少编译分词组件所需的工具：${missing.join('、')}。\nDebian / Ubuntu / 麒麟 / 统信：apt-get install -y python3 make g++\nopenEuler / CentOS：dnf install -y python3 make gcc-c++`,
  );
}

/** Node's own headers, when this Node ships them, so that node-gyp downloads nothing. */
function headersFolder() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include', 'node', 'node.h')) ? prefix : null;
}

/** npm ci empties what it installs into: through a link it would empty somebody else's. */
function checkOwnModules() {
  const isLink = lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  if (isLink)
    fail('node_modules 是指向别处的链接，安装依赖会清空所指的目录。请先删除该链接（rm node_modules）再运行。');
}

function install() {
  checkOwnModules();
  const env = { ...process.env };
  const headers = headersFolder();
  if (headers) env.npm_config_nodedir = headers;
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  say('正在安装依赖（npm ci）…');
  // stdout of npm goes to our stderr: `npm start` prints only what the program says.
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, env, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, env, stdio: ['ignore', 2, 2] });
  if (result.status !== 0)
    fail(`安装依赖失败（npm ci，退出码 ${result.status}）。请检查能否访问 npm 软件源，以及上面的出错信息。`);
}

checkNode();
if (readStamp(STAMP) !== installHash()) {
  checkCompiler();
  install();
  await withLock('install', async () => writeStamp(STAMP, installHash()));
}
await build();
