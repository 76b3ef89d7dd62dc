import { defineConfig } from '@playwright/test'
import { FLAGS } from './e2e/browser.ts'
import { DEVICES } from './e2e/devices.ts'

/**
 * The set-up finds browser and portal; the stories, in processes of their own, read here where they are.
 * A story in `*.phone.spec.ts` is told on a phone, every other on a desktop; a story may open more of either.
 */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/set-up.ts',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: false,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    ...(process.env.HAKKU_URL && { baseURL: process.env.HAKKU_URL }),
    launchOptions: { ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }), args: FLAGS },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    timezoneId: 'Asia/Jakarta',
  },
  projects: [
    { name: 'phone', testMatch: '*.phone.spec.ts', use: DEVICES.phone },
    { name: 'desktop', testIgnore: '*.phone.spec.ts', use: DEVICES.desktop },
  ],
})
