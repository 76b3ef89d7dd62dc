import { findPublicKeys } from '#data/signing-keys/find-public.ts'

export const dynamic = 'force-dynamic'

/** Every key that ever signed evidence here, retired ones included (RFC 7517 §8.5.1). */
export async function GET(): Promise<Response> {
  return Response.json(await findPublicKeys(), {
    headers: { 'content-type': 'application/jwk-set+json' },
  })
}
