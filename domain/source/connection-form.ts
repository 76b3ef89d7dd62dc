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
  const isAlone = Boolean(fields.password && !fields.user)
  if (!address.ok) refuse(context, 'address', fields.address?.trim() ? address.reason : 'missing')
  if (isAlone) refuse(context, 'user', 'missing')
  if (!address.ok || isAlone) return null
  const url = address.value
  url.username = encodeURIComponent(fields.user ?? '')
  url.password = encodeURIComponent(fields.password ?? '')
  return { url: url.href }
}

const readService: Read = (_kind, { address = '', secret = '', answerHours }, context) => {
  const url = address.trim()
  const isForbidden = isForbiddenHost(URL.parse(url)?.hostname ?? '')
  const parsed = HttpConnection.safeParse({ url, secret: secret.trim(), ...(answerHours && { answerHours }) })
  const wrong = new Set(parsed.error?.issues.map(({ path }) => path[0]))
  if (url === '') refuse(context, 'address', 'missing')
  else if (isForbidden) refuse(context, 'address', 'forbidden_address')
  else if (wrong.has('url')) refuse(context, 'address', 'not_an_address')
  if (wrong.has('secret')) refuse(context, 'secret', 'not_a_secret')
  if (wrong.has('answerHours')) refuse(context, 'answerHours', 'out_of_range')
  return parsed.success && !isForbidden ? parsed.data : null
}

const readPerson: Read = (_kind, { colleague, personName, personEmail, answerHours, instructions }, context) => {
  const name = (personName ?? '').trim()
  const person = colleague ? { userId: colleague } : { outsider: name, email: personEmail?.trim() ?? '' }
  const parsed = ManualConnection.safeParse({ person, instructions, ...(answerHours && { answerHours }) })
  if (parsed.success) return parsed.data
  if (parsed.error.issues.some(({ path }) => path[0] === 'answerHours')) refuse(context, 'answerHours', 'out_of_range')
  if (colleague) return null
  if (name === '') refuse(context, 'personName', 'missing')
  return z.email().safeParse(personEmail?.trim()).success ? null : refuse(context, 'personEmail', 'not_an_email')
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
