import type { z } from 'zod'
import { readAddress } from './address.ts'
import type { SourceKind } from './kind.ts'

export type ConnectionFields = {
  address?: string | undefined
  user?: string | undefined
  password?: string | undefined
  secret?: string | undefined
  answerHours?: string | undefined
}

type Refine = Pick<z.RefinementCtx, 'addIssue'>

/** How to reach a source, from the fields that its kind needs. null: something is wrong, and `context` was told what. */
export function connectionFrom(kind: SourceKind, fields: ConnectionFields, context: Refine): { url: string } | null {
  const refuse = (field: keyof ConnectionFields, message: string) => {
    context.addIssue({ code: 'custom', path: [field], message })
    return null
  }
  if (!fields.address?.trim()) return refuse('address', 'missing')
  const address = readAddress(kind, fields.address.trim())
  if (!address.ok) return refuse('address', address.reason)
  const url = address.value
  if (fields.password && !fields.user) return refuse('user', 'missing')
  url.username = encodeURIComponent(fields.user ?? '')
  url.password = encodeURIComponent(fields.password ?? '')
  return { url: url.href }
}
