import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**', 'data/**'],
    globalSetup: ['tests/harness/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Far above what anything takes on an idle machine: a loaded one is many times slower.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The default of one second is too little for a loaded machine; a poll that succeeds waits no longer for it.
    expect: { poll: { timeout: 15_000 } },
  },
});
