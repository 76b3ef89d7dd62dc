import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import { publishedSchemas } from './published-schemas.ts'

test.each(Object.entries(publishedSchemas))('%s in docs is the code’s own', (path, schema) => {
  const written = readFileSync(`docs${path}`, 'utf8')
  expect(JSON.parse(written), `docs${path}: write the new one there`).toEqual(JSON.parse(JSON.stringify(schema)))
  const ajv = new Ajv2020({ strict: true, strictTuples: false })
  formats.default(ajv)
  expect(ajv.compile(schema)).toBeTypeOf('function')
})

test('no other is published', () => {
  const files = readdirSync('docs/schemas', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  )
  expect(files.map((name) => `/schemas/${name}`).sort()).toEqual(Object.keys(publishedSchemas).sort())
})
