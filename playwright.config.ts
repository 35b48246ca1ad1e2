import { defineConfig } from '@playwright/test'

/** Chromium as Debian has it, with a fake microphone, and WebRTC over 127.0.0.1 where the tests' PBX is. */
export default defineConfig({
  // Playwright would follow the types' `paths` of the other one and load declarations as programs.
  tsconfig: 'tests/playwright.tsconfig.json',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: '.cache/e2e',
  projects: [
    { name: 'pbx', testDir: 'tests/pbx', testMatch: '**/*.e2e.ts' },
    { name: 'e2e', testDir: 'tests/e2e', testMatch: '**/*.e2e.ts' },
    { name: 'electron', testDir: 'tests/electron', testMatch: '**/*.e2e.ts' },
  ],
  use: {
    viewport: { width: 1366, height: 768 },
    locale: 'uk-UA',
    timezoneId: 'Europe/Kyiv',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.DZVIN_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
        '--allow-loopback-in-peer-connection',
        '--disable-features=WebRtcHideLocalIpsWithMdns',
        '--disable-background-timer-throttling',
        '--disable-renderer-backgrounding',
      ],
    },
  },
})
