import { defineConfig } from 'vitest/config'

const testTimeout = 20_000

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src-*/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.db.test.ts'],
          testTimeout,
        },
      },
      // Real database files, written to the disk: slower, so `npm run test:unit` leaves them to `npm test`.
      { test: { name: 'db', environment: 'node', include: ['src-*/**/*.db.test.ts'], testTimeout } },
      { test: { name: 'dom', environment: 'jsdom', include: ['src-renderer/**/*.dom.test.tsx'], testTimeout } },
      {
        test: {
          name: 'contracts',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/processes/**', 'tests/ops/**'],
          testTimeout,
        },
      },
      // Servers, databases and desktops as processes of their own: one file at a time, or they would wait for each other.
      {
        test: {
          name: 'processes',
          environment: 'node',
          include: ['tests/processes/**/*.test.ts', 'tests/ops/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
        },
      },
    ],
  },
})
