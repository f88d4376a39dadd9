// The closing line of CI, counted from vitest's own reports (one a Node version).
import { readFileSync } from 'node:fs';

const total = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2)) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // A file that failed to load has no tests of its own: it must still count as a failure.
  const broken = report.testResults.filter((each) => each.status === 'failed' && each.assertionResults.length === 0);
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests + broken.length;
  total.skipped += report.numPendingTests + (report.numTodoTests ?? 0);
  for (const each of broken) console.log(`FAILED TO LOAD ${file}: ${each.name}\n${clip(each.message)}`);
  for (const each of report.testResults) {
    for (const one of each.assertionResults.filter((result) => result.status === 'failed')) {
      console.log(`FAILED ${file}: ${each.name} > ${one.fullName}\n${clip((one.failureMessages ?? []).join('\n'))}`);
    }
  }
}

/** Enough of a message to mend by: a log is often kept only from its end. */
function clip(text = '') {
  return text.slice(0, 2_000);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
