// A vitest reporter: notes errors that belong to no test into the file CI_ERRORS names. A second look at failed files cannot excuse them.
import { writeFileSync } from 'node:fs';

export default class ErrorsOfNoTest {
  onTestRunEnd(_modules, errors) {
    const file = process.env['CI_ERRORS'];
    if (file && errors.length > 0)
      writeFileSync(file, errors.map((error) => `${error.stack ?? error.message}\n`).join(''));
  }
}
