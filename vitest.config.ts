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
          testTimeout,
        },
      },
    ],
  },
})
