#!/usr/bin/env node
// The `huiying` command. Works after `npm ci` alone: compiles first when sources are newer than dist.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { fail, root } from './lib.mjs';

if (!existsSync(join(root, 'node_modules', 'typescript'))) fail('尚未安装依赖。请先在程序目录运行 npm ci。');
await build({ web: false });
await import(pathToFileURL(join(root, 'dist', 'cli.js')).href);
