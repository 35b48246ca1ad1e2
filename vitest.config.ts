import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src-*/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/{contracts,fuzz,simulation}/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      { test: { name: 'dom', environment: 'jsdom', include: ['src-renderer/**/*.dom.test.tsx'], testTimeout: 20_000 } },
    ],
  },
})
