import { z } from 'zod'
import { withoutScope } from '#data/db.ts'

const PublicJwk = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() })
export type PublicKeySet = { keys: (z.infer<typeof PublicJwk> & { kid: string; use: 'sig'; alg: 'EdDSA' })[] }

/** Every key that ever signed, retired ones included, as a JWK set (RFC 7517, RFC 8037). */
export const findPublicKeys = (): Promise<PublicKeySet> =>
  withoutScope(async (tx) => {
    const rows = await tx.signingKey.findMany({
      select: { kid: true, publicJwk: true },
      orderBy: [{ createdAt: 'desc' }, { kid: 'asc' }],
    })
    return {
      keys: rows.map(({ kid, publicJwk }) => ({ ...PublicJwk.parse(publicJwk), kid, use: 'sig', alg: 'EdDSA' })),
    }
  })
