import { ROOT_FOLDER } from '../../platform/runtime/assets.ts';
import { checkCompose } from './check-compose.ts';
import { checkDockerfile } from './check-dockerfile.ts';
import { checkEnvExample } from './check-env-example.ts';
import { readDeployFiles } from './deploy-files.ts';
import { askRealTools } from './real-tools.ts';

/** Reads the container files without an engine. Exit code 1 and one line a problem. */
const files = readDeployFiles(ROOT_FOLDER);
const { problems, notes } = askRealTools(ROOT_FOLDER);
const all = [
  ...checkCompose(files),
  ...checkDockerfile(files).map((text) => `Dockerfile: ${text}`),
  ...checkEnvExample(files),
  ...problems,
];
for (const line of notes) process.stderr.write(`${line}\n`);
for (const line of all) process.stdout.write(`${line}\n`);
process.stderr.write(all.length === 0 ? 'container files: nothing wrong\n' : `${all.length} problems\n`);
process.exitCode = all.length === 0 ? 0 : 1;
