import { z } from 'zod'
import { type Connection, HttpConnection, ManualConnection } from '#domain/connection.ts'
import { isForbiddenHost, readAddress } from './address.ts'
import type { SourceKind } from './kind.ts'

/** As forms send them; which of them count depends on the kind. */
export const connectionFields = {
  address: z.string().max(1_000).optional(),
  user: z.string().max(200).optional(),
  password: z.string().max(1_000).optional(),
  secret: z.string().max(200).optional(),
  answerHours: z.string().max(5).optional(),
  colleague: z.union([z.uuid(), z.literal('')]).optional(),
  personName: z.string().max(200).optional(),
  personEmail: z.string().max(254).optional(),
  instructions: z.string().max(2_000, 'too_long').optional(),
}
export type ConnectionFields = { [Field in keyof typeof connectionFields]?: string | undefined }

type Context = Pick<z.RefinementCtx, 'addIssue'>
type Read = (kind: SourceKind, fields: ConnectionFields, context: Context) => Connection | null

const refuse = (context: Context, field: keyof ConnectionFields, message: string): null => {
  context.addIssue({ code: 'custom', path: [field], message })
  return null
}

const readDatabase: Read = (kind, fields, context) => {
  const address = readAddress(kind, fields.address?.trim() ?? '')
  if (!address.ok) return refuse(context, 'address', fields.address?.trim() ? address.reason : 'missing')
  if (fields.password && !fields.user) return refuse(context, 'user', 'missing')
  const url = address.value
  url.username = encodeURIComponent(fields.user ?? '')
  url.password = encodeURIComponent(fields.password ?? '')
  return { url: url.href }
}

const readService: Read = (_kind, { address = '', secret = '', answerHours }, context) => {
  const url = address.trim()
  if (url === '') return refuse(context, 'address', 'missing')
  if (isForbiddenHost(URL.parse(url)?.hostname ?? '')) return refuse(context, 'address', 'forbidden_address')
  const parsed = HttpConnection.safeParse({ url, secret: secret.trim(), ...(answerHours && { answerHours }) })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (issue?.path[0] === 'secret') return refuse(context, 'secret', 'not_a_secret')
  return issue?.path[0] === 'answerHours'
    ? refuse(context, 'answerHours', 'out_of_range')
    : refuse(context, 'address', 'not_an_address')
}

const readPerson: Read = (_kind, { colleague, personName, personEmail, answerHours, instructions }, context) => {
  const person = colleague ? { userId: colleague } : { outsider: personName ?? '', email: personEmail?.trim() ?? '' }
  const parsed = ManualConnection.safeParse({ person, instructions, ...(answerHours && { answerHours }) })
  if (parsed.success) return parsed.data
  const paths = parsed.error.issues.map(({ path }) => path[0])
  if (paths.includes('answerHours')) return refuse(context, 'answerHours', 'out_of_range')
  return (personName ?? '').trim() === ''
    ? refuse(context, 'personName', 'missing')
    : refuse(context, 'personEmail', 'not_an_email')
}

const READ: Record<SourceKind, Read> = {
  postgres: readDatabase,
  mysql: readDatabase,
  mongodb: readDatabase,
  http: readService,
  manual: readPerson,
}

/** How to reach a source, from the fields that its kind needs. null: something is wrong, and `context` was told what. */
export const connectionFrom: Read = (kind, fields, context) => READ[kind](kind, fields, context)

/** The kinds that the desk can add, with the fields of their connection. */
export const CONNECTION_FIELDS: Record<SourceKind, readonly (keyof ConnectionFields)[]> = {
  postgres: ['address', 'user', 'password'],
  mysql: ['address', 'user', 'password'],
  mongodb: ['address', 'user', 'password'],
  http: ['address', 'secret', 'answerHours'],
  manual: ['colleague', 'personName', 'personEmail', 'answerHours', 'instructions'],
}
