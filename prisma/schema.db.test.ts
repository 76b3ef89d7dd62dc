import { readFile } from 'node:fs/promises'
import { expect, inject, test } from 'vitest'
import { schemaAsSql } from './engine.ts'

test('the migrations build exactly the tables that the schema describes', async () => {
  const written = await readFile('prisma/migrations/0001_tables/migration.sql', 'utf8')
  expect((await schemaAsSql(inject('ownerUrl'))).trim()).toBe(written.trim())
})
