// The rules of the house that a machine can hold (ARCHITECTURE.md, Rooms). Each ban says what to do instead.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const STAGES = ['ingest', 'analyzer', 'responder', 'dashboard'];

/** A stage reaches another stage only through its messages.ts or its index.ts. */
const crossStage = (stage) => ({
  regex: `^(\\.\\./)+(${STAGES.filter((other) => other !== stage).join('|')})/(?!messages\\.ts$|index\\.ts$)`,
  message: 'Import another stage only through its messages.ts or index.ts.',
});
const engines = {
  regex: '(^|/)platform/(embedded|distributed)/|^\\./(embedded|distributed)/|^\\.\\./(embedded|distributed)/',
  message: 'Only platform/app.ts chooses engines; take a port as an argument.',
};
const stageImports = STAGES.map((stage) => ({
  files: [`${stage}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          crossStage(stage),
          engines,
          { regex: '(^|/)(cli|tests)/', message: 'A stage does not know its callers.' },
        ],
      },
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: 'Time is a port: take `time` as an argument.' },
    ],
    'no-restricted-syntax': [
      'error',
      {
        selector: "NewExpression[callee.name='Date'][arguments.length=0]",
        message: 'Time is a port: take `time` as an argument.',
      },
      { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'data/**', 'coverage/**', 'dashboard/web/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly' } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 4],
      eqeqeq: 'error',
    },
  },
  ...stageImports,
  {
    // Only the composition root, the adapters themselves and their tests may name an engine.
    files: ['platform/**/*.ts'],
    ignores: ['platform/app.ts', 'platform/embedded/**', 'platform/distributed/**', '**/*.test.ts', '**/*.contract.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [engines] }] },
  },
  {
    files: ['platform/runtime/**/*.ts', 'platform/ports/**/*.ts', 'config/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' }],
    },
  },
  {
    files: ['**/*.test.ts', '**/*.contract.ts', 'tests/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'no-restricted-syntax': 'off', 'no-restricted-properties': 'off' },
  },
  { files: ['tests/**/*.ts', '**/*.test.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['scripts/**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly' } },
  },
);
