import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { packageFormat } from './manifest.ts'
import { packageSchemaPath, packageSchemas } from './schemas.ts'

test('the schemas in docs are those of the code, at the paths that a manifest names', () => {
  expect(packageFormat.schema).toBe(packageSchemaPath('manifest'))
  for (const name of ['manifest'] as const) {
    const published = readFileSync(`docs${packageSchemaPath(name)}`, 'utf8')
    expect(JSON.parse(published), `${packageSchemaPath(name)}: write the new one there`).toEqual(packageSchemas[name])
  }
})
