import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DeployFiles } from './deploy-files.ts';

const INSTRUCTIONS = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);
/** What the build stage makes itself. */
const MADE = ['node_modules', 'dist'];
/** Never into the builder, and never missing there. */
const OUTSIDE = [
  '.git/config',
  '.env',
  'config/.env',
  'data/master.key',
  'node_modules/zod/index.js',
  'docs/deploy.md',
  'analyzer/x.test.ts',
];
const INSIDE = [
  'package-lock.json',
  'scripts/build.mjs',
  'tools/engines/index.ts',
  'dashboard/web/index.html',
  'platform/migrations/0001_platform_audit.sql',
  'config/rulebooks/places.yaml',
];

interface Line {
  instruction: string;
  /** Without flags. */
  words: string[];
  from: string | null;
  stage: number;
}

/** What is wrong with the Dockerfile and .dockerignore, one sentence each. Empty = nothing. */
export function checkDockerfile(files: DeployFiles): string[] {
  const lines = readLines(files.dockerfile);
  const last = lines.filter(({ stage }) => stage === lines.at(-1)?.stage);
  const user = last.filter(({ instruction }) => instruction === 'USER').at(-1)?.words[0];
  const needed = ['HEALTHCHECK', 'STOPSIGNAL', 'CMD'].filter((name) => !last.some((line) => line.instruction === name));
  return [
    ...lines
      .filter(({ instruction }) => !INSTRUCTIONS.has(instruction))
      .map((line) => `no such instruction: ${line.instruction}`),
    ...images(lines),
    ...copies(lines, files),
    ...(user === undefined || /^(0|root)(:|$)/.test(user) ? ['the image would run as root'] : []),
    ...needed.map((name) => `${name} is missing`),
    ...started(last, files),
    ...context(files.dockerignore),
  ];
}

/** Pure: instructions with continued lines joined, comments dropped. */
function readLines(text: string): Line[] {
  const joined = text.replace(/^\s*#.*\n/gm, '').replace(/\\\n/g, ' ');
  let stage = -1;
  return joined
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [instruction = '', ...rest] = line.trim().split(/\s+/);
      if (instruction === 'FROM') stage += 1;
      const from = rest.find((word) => word.startsWith('--from='))?.slice('--from='.length) ?? null;
      return { instruction, words: rest.filter((word) => !word.startsWith('--')), from, stage };
    });
}

function images(lines: Line[]): string[] {
  const names = new Set<string>();
  return lines.flatMap(({ instruction, words: [image = '', , name], from }) => {
    const problems = from === null || names.has(from) ? [] : [`COPY --from=${from}: no such stage`];
    if (instruction !== 'FROM') return problems;
    if (!names.has(image) && !/:(?!latest$).+/.test(image)) problems.push(`image ${image} has no fixed tag`);
    if (name !== undefined) names.add(name);
    return problems;
  });
}

function copies(lines: Line[], { root, dockerignore }: DeployFiles): string[] {
  return lines
    .filter(({ instruction }) => instruction === 'COPY')
    .flatMap(({ words, from }) =>
      words.slice(0, -1).flatMap((word) => {
        const path = from === null ? word : word.replace(/^\/app\//, '');
        if (path === '.' || (from !== null && MADE.includes(path))) return [];
        if (!existsSync(join(root, path))) return [`COPY ${word}: no such file`];
        return isIgnored(dockerignore, path) ? [`COPY ${word}: kept out by .dockerignore`] : [];
      }),
    );
}

/** What the services start must be in the last stage, and so must everything that imports from there. */
function started(last: Line[], { compose, root }: DeployFiles): string[] {
  const brought = last.filter(({ instruction }) => instruction === 'COPY').flatMap(({ words }) => words.slice(0, -1));
  const commands = Object.values(compose).flatMap(({ services }) =>
    Object.values(services).map(({ command }) => command),
  );
  const files = new Set(commands.flatMap((command) => (command?.[0] === 'node' && command[1] ? [command[1]] : [])));
  const absent = [...files].filter((file) => !brought.some((path) => `/app/${file}/`.startsWith(`${path}/`)));
  return [
    ...absent.map((file) => `the image does not carry ${file}`),
    ...['analyzer', 'cli', 'config', 'dashboard/api', 'ingest', 'platform', 'responder', 'tools']
      .flatMap((folder) => sources(join(root, folder)))
      .filter((file) => /from '(?:\.\.\/)+tests\//.test(readFileSync(file, 'utf8')))
      .map((file) => `${file.slice(root.length + 1)} imports what is not in the image`),
  ];
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.ts$/.test(name) && !/\.(test|contract)\.ts$/.test(name) ? [path] : [];
  });
}

const context = (ignore: string): string[] => [
  ...OUTSIDE.filter((path) => !isIgnored(ignore, path)).map((path) => `.dockerignore lets ${path} in`),
  ...INSIDE.filter((path) => isIgnored(ignore, path)).map((path) => `.dockerignore keeps ${path} out`),
];

/** Pure: the last pattern that fits the path or a folder above it decides; `*` stays within one name, `**` does not. */
export function isIgnored(ignore: string, path: string): boolean {
  const parts = path.split('/');
  const self = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  let ignored = false;
  for (const line of ignore.split('\n').map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const pattern = line.replace(/^!/, '');
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*\*\/|\*\*|\*/g, (star) => (star === '**/' ? '(?:.*/)?' : star === '**' ? '.*' : '[^/]*'));
    if (self.some((each) => new RegExp(`^${source}$`).test(each))) ignored = !line.startsWith('!');
  }
  return ignored;
}
