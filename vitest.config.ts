import { defineConfig } from 'vitest/config'

const conventions = ['conventions.test.ts', 'floors.test.ts']
const withDatabase = '**/*.db.test.ts'
const withMysql = '**/*.mysql.test.ts'
const never = ['node_modules/**', '.next/**', '.hakku/**', 'e2e/**']

/** A busy machine is slow, not wrong. */
const testTimeout = 30_000

const database = {
  exclude: never,
  globalSetup: ['./prisma/test-database.ts'],
  setupFiles: ['./prisma/test-settings.ts'],
  testTimeout,
  hookTimeout: 120_000,
}

/**
 * `conventions` is part of `npm run check`. `*.db.test.ts` needs PostgreSQL (one embedded server for the run);
 * `*.mysql.test.ts` needs MariaDB, one server likewise;
 * `*.queue.db.test.ts` runs once more with REDIS_URL set, as the project `redis`. Every other test needs nothing.
 */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'conventions', include: conventions, testTimeout } },
      {
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...never, ...conventions, withDatabase, withMysql],
          testTimeout,
        },
      },
      { test: { name: 'database', include: [withDatabase], ...database } },
      {
        test: {
          name: 'mysql',
          include: [withMysql],
          exclude: never,
          globalSetup: ['./prisma/test-mysql.ts'],
          testTimeout,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'redis', include: ['**/*.queue.db.test.ts'], ...database } },
    ],
  },
})
