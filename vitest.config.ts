import { defineConfig } from 'vitest/config'

const rules = ['domain/**', 'crypto/**', 'emails/**', 'connectors/**', 'app/**', 'cli/**', 'jobs/**', 'data/**', 'prisma/**', '*']
const withDatabase = '**/*.db.test.ts'

/** `*.db.test.ts` needs PostgreSQL (one embedded server for the run); every other test needs nothing. */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          include: rules.map((path) => (path === '*' ? '*.test.ts' : `${path}/*.test.{ts,tsx}`)),
          exclude: [withDatabase, 'node_modules/**', '.next/**'],
        },
      },
      {
        test: {
          name: 'database',
          include: [withDatabase],
          exclude: ['node_modules/**', '.next/**'],
          globalSetup: ['./prisma/test-database.ts'],
          setupFiles: ['./prisma/test-settings.ts'],
          testTimeout: 30_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
