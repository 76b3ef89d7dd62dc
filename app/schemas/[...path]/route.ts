import { notFound } from 'next/navigation'
import { securityHeaders } from '#app/_server/security-headers.ts'
import { publishedSchemas } from '#domain/published-schemas.ts'

/** Public, and kept for ever: what a later minor version adds, the earlier schema allows. */
const headers = {
  ...securityHeaders,
  'content-type': 'application/schema+json',
  'cache-control': 'public, max-age=31536000, immutable',
  'access-control-allow-origin': '*',
}

type Context = { params: Promise<{ path: string[] }> }

/** The JSON Schemas of everything that is handed out as JSON. */
export async function GET(_: Request, { params }: Context) {
  const asked = `/schemas/${(await params).path.join('/')}`
  const schema = Object.hasOwn(publishedSchemas, asked) ? publishedSchemas[asked] : undefined
  return schema ? Response.json(schema, { headers }) : notFound()
}
