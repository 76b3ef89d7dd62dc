import { notFound } from 'next/navigation'
import { securityHeaders } from '#app/_server/security-headers.ts'
import { packageSchemaPath, packageSchemas } from '#domain/package/schemas.ts'

/** Public, and kept for ever: what a later minor version adds, the earlier schema allows. */
const headers = {
  ...securityHeaders,
  'content-type': 'application/schema+json',
  'cache-control': 'public, max-age=31536000, immutable',
  'access-control-allow-origin': '*',
}

type Context = { params: Promise<{ version: string; name: string }> }

/** The JSON Schemas of a package's own files. */
export async function GET(_: Request, { params }: Context) {
  const { version, name } = await params
  const asked = `/schemas/package/${version}/${name}`
  const found = Object.keys(packageSchemas).find((each) => packageSchemaPath(each as 'manifest') === asked)
  if (!found) notFound()
  return Response.json(packageSchemas[found as 'manifest'], { headers })
}
