import { ok, type Result, refuse } from '#domain/result.ts'

const MOST_BYTES = 64 * 1024

type BodyRefusal = 'too_large' | 'unreadable' | 'repeated_field' | 'unsupported_type'

async function readText(request: Request): Promise<Result<string, BodyRefusal>> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    // Past the limit the rest is read and dropped: an answer before the end of the body breaks the connection.
    if (size <= MOST_BYTES) chunks.push(value)
  }
  if (size > MOST_BYTES) return refuse('too_large')
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)))
  } catch {
    return refuse('unreadable')
  }
}

function fromForm(text: string): Result<Record<string, unknown>, BodyRefusal> {
  const fields: Record<string, unknown> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in fields) return refuse('repeated_field')
    fields[name] = value
  }
  return ok({ ...fields })
}

function fromJson(text: string): Result<Record<string, unknown>, BodyRefusal> {
  try {
    const value: unknown = JSON.parse(text)
    return value && typeof value === 'object' && !Array.isArray(value)
      ? ok(value as Record<string, unknown>)
      : refuse('unreadable')
  } catch {
    return refuse('unreadable')
  }
}

/** Reads a form or JSON body of at most 64 KiB into its fields. Nothing is trusted yet. */
export async function readBody(request: Request): Promise<Result<Record<string, unknown>, BodyRefusal>> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  const text = await readText(request)
  if (!text.ok) return text
  if (type === 'application/x-www-form-urlencoded') return fromForm(text.value)
  if (type === 'application/json') return fromJson(text.value)
  return text.value === '' ? ok({}) : refuse('unsupported_type')
}
