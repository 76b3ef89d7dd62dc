import { MOST_EVIDENCE_BYTES } from '#domain/evidence.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

const MOST_BYTES = 64 * 1024

type BodyRefusal = 'too_large' | 'unreadable' | 'repeated_field' | 'unsupported_type'

async function readBytes(request: Request, most: number): Promise<Result<Buffer, 'too_large'>> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    // Past the limit the rest is read and dropped: an answer before the end of the body breaks the connection.
    if (size <= most) chunks.push(value)
  }
  return size > most ? refuse('too_large') : ok(Buffer.concat(chunks))
}

/** The body as text, exactly as it came. */
export async function readText(
  request: Request,
  mostBytes: number,
): Promise<Result<string, 'too_large' | 'unreadable'>> {
  const bytes = await readBytes(request, mostBytes)
  if (!bytes.ok) return bytes
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value))
  } catch {
    return refuse('unreadable')
  }
}

const fromForm = (text: string) => fieldsOf(new URLSearchParams(text))

function fieldsOf(entries: Iterable<[string, string | File]>): Result<Record<string, unknown>, BodyRefusal> {
  const fields: Record<string, unknown> = Object.create(null)
  for (const [name, value] of entries) {
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

/** A form with one file: what is beyond the file itself is as small as every other form. */
async function fromMultipart(request: Request, type: string): Promise<Result<Record<string, unknown>, BodyRefusal>> {
  const bytes = await readBytes(request, MOST_EVIDENCE_BYTES + MOST_BYTES)
  if (!bytes.ok) return bytes
  try {
    const form = await new Response(new Uint8Array(bytes.value), { headers: { 'content-type': type } }).formData()
    return fieldsOf(form)
  } catch {
    return refuse('unreadable')
  }
}

/** Reads a form or JSON body into its fields, or a form with a small file. Nothing is trusted yet. */
export async function readBody(
  request: Request,
  {
    takesFile = false,
    mostBytes = MOST_BYTES,
  }: { takesFile?: boolean | undefined; mostBytes?: number | undefined } = {},
): Promise<Result<Record<string, unknown>, BodyRefusal>> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (takesFile && type === 'multipart/form-data')
    return fromMultipart(request, request.headers.get('content-type') ?? '')
  const text = await readText(request, mostBytes)
  if (!text.ok) return text
  if (type === 'application/x-www-form-urlencoded') return fromForm(text.value)
  if (type === 'application/json') return fromJson(text.value)
  return text.value === '' ? ok({}) : refuse('unsupported_type')
}
