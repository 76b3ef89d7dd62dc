import { z } from 'zod'
import { Manifest, packageFormat } from './manifest.ts'

const [major] = packageFormat.version.split('.')

/**
 * The shapes of a package's own files as JSON Schema 2020-12, published under `/schemas/package/<major>/<name>.json`
 * and in docs/schemas. Members that a reader does not know are allowed: a later minor version may add some.
 */
export const packageSchemas = {
  manifest: {
    title: 'Hakku package: manifest.json',
    description: `What is in a package handed to a data subject (docs/package-format.md), version ${packageFormat.version}.`,
    ...z.toJSONSchema(Manifest, { io: 'input', reused: 'ref' }),
  },
} as const

export type PackageSchema = keyof typeof packageSchemas
export const packageSchemaPath = (name: PackageSchema): string => `/schemas/package/${major}/${name}.json`
