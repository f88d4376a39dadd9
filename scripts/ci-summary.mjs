// The closing lines of CI, counted from vitest's own reports: NAME.json a Node version, NAME.again.json a second look at its failed files, NAME.errors what
// went wrong outside of tests.
//   ci-summary.mjs REPORT…          failures, unstable tests, `N passed, N failed, N skipped` as the very last line
//   ci-summary.mjs --again REPORT   the files worth a second look, one a line; none when there is nothing to gain from one
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** More failed files than this are no accident of a loaded machine. */
const MOST_FILES = 3;
const NOT_LOADED = '(the file itself)';

const [first, ...others] = process.argv.slice(2);
if (first === '--again') for (const file of filesToLookAtAgain(others[0])) console.log(file);
else summarise([first, ...others].filter((file) => !file.endsWith('.again.json')));

function filesToLookAtAgain(file) {
  const failed = (read(file) ?? []).filter((each) => failuresOf(each).length > 0).map(({ name }) => name);
  return failed.length <= MOST_FILES ? failed : [];
}

function summarise(files) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const unstable = new Set();
  for (const file of files) {
    const looked = read(file);
    if (looked === null) {
      total.failed += 1;
      console.log(`FAILED ${file}: there is no report, the run broke off`);
    }
    const errors = file.replace(/\.json$/, '.errors');
    if (existsSync(errors)) {
      total.failed += 1;
      console.log(`FAILED ${file}: an error outside of tests\n${clip(readFileSync(errors, 'utf8'))}`);
    }
    const again = new Map((read(file.replace(/\.json$/, '.again.json')) ?? []).map((each) => [each.name, each]));
    for (const each of looked ?? []) {
      const last = again.get(each.name) ?? each;
      const left = [...failuresOf(last), ...unprovenIn(each, last)];
      for (const one of left) console.log(`FAILED ${file}: ${nameOf(last)} > ${one.fullName}\n${clip(one.text)}`);
      const stillFails = new Set(left.map(({ fullName }) => fullName));
      for (const { fullName } of failuresOf(each))
        if (!stillFails.has(fullName)) unstable.add(`UNSTABLE ${nameOf(each)} > ${fullName}`);
      total.passed += last.assertionResults.filter(({ status }) => status === 'passed').length;
      const failed = new Set(left.map(({ fullName }) => fullName));
      total.skipped += last.assertionResults.filter(
        (one) => !['passed', 'failed'].includes(one.status) && !failed.has(one.fullName),
      ).length;
      total.failed += left.length;
    }
  }
  for (const line of unstable) console.log(line);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  if (total.failed > 0) process.exitCode = 1;
}

/** What failed at first and did not run at the second look: not excused. A file that did not load the first time has passed when all of it ran. */
function unprovenIn(first, last) {
  if (first === last) return [];
  const ran = new Map(last.assertionResults.map(({ fullName, status }) => [fullName, status]));
  const proven = (fullName) =>
    fullName === NOT_LOADED ? [...ran.values()].includes('passed') : ['passed', 'failed'].includes(ran.get(fullName));
  return failuresOf(first)
    .filter(({ fullName }) => !proven(fullName) && !failuresOf(last).some((one) => one.fullName === fullName))
    .map((one) => ({ ...one, text: `failed, and did not run at the second look\n${one.text}` }));
}

/** What failed in a file. One that did not load, or whose preparation failed, has no failed test of its own: it still is a failure. */
function failuresOf({ status, message, assertionResults }) {
  const tests = assertionResults.filter((one) => one.status === 'failed');
  if (tests.length === 0 && status === 'failed') return [{ fullName: NOT_LOADED, text: message }];
  return tests.map(({ fullName, failureMessages = [] }) => ({ fullName, text: failureMessages.join('\n') }));
}

/** Files of a report; null when there is none to read. */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults;
  } catch {
    return null;
  }
}

function nameOf({ name }) {
  return relative(process.cwd(), name);
}

/** Enough of a message to mend by: a log is often kept only from its end. */
function clip(text = '') {
  return text.slice(0, 2_000);
}
