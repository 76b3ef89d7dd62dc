import { createHmac, randomInt } from 'node:crypto'
import { createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey as pbkdf2 } from 'altcha-lib/algorithms/pbkdf2'
import { Temporal } from 'temporal-polyfill'
import { deriveKey } from '#crypto/master-key.ts'
import { sameSecret } from '#crypto/token.ts'
import { masterKey } from '#data/master-key.ts'
import { hasWaited, PROOF_MINUTES, SolvedChallenge } from '#domain/proof-of-work.ts'

export type Proof = { solved?: string | undefined; waited?: string | undefined }

const secret = (purpose: string): string => Buffer.from(deriveKey(masterKey().key, purpose)).toString('base64url')
const sign = (text: string): string => createHmac('sha256', secret('draft-wait')).update(text).digest('base64url')

/**
 * Two ways to show that a draft is not sent by the thousand: a solved ALTCHA challenge (a second or two of a phone's
 * work), or a signed instant from which the person waited. Both name the draft, and a draft is filed once.
 */
export async function newProof(draftId: string, now: Temporal.Instant): Promise<{ challenge: string; waited: string }> {
  const issued = `${draftId}.${now.epochMilliseconds}`
  const challenge = await createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: 2_000,
    counter: randomInt(500, 1_500),
    deriveKey: pbkdf2,
    data: { draft: draftId },
    expiresAt: Math.floor(now.add({ minutes: PROOF_MINUTES }).epochMilliseconds / 1000),
    hmacSignatureSecret: secret('altcha'),
    hmacKeySignatureSecret: secret('altcha-key'),
  })
  return { challenge: JSON.stringify(challenge), waited: `${issued}.${sign(issued)}` }
}

export const isProven = async (draftId: string, proof: Proof, now: Temporal.Instant): Promise<boolean> =>
  (proof.solved ? await isSolved(draftId, proof.solved) : false) ||
  (proof.waited ? didWait(draftId, proof.waited, now) : false)

function didWait(draftId: string, waited: string, now: Temporal.Instant): boolean {
  const [id = '', issuedMs = '', signature = ''] = waited.split('.')
  if (id !== draftId || !/^[0-9]{1,15}$/.test(issuedMs) || !sameSecret(signature, sign(`${id}.${issuedMs}`)))
    return false
  return hasWaited(Temporal.Instant.fromEpochMilliseconds(Number(issuedMs)), now)
}

async function isSolved(draftId: string, solved: string): Promise<boolean> {
  const payload = SolvedChallenge.safeParse(parse(solved))
  if (!payload.success || payload.data.challenge.parameters.data.draft !== draftId) return false
  const { challenge, solution } = payload.data
  const { verified } = await verifySolution({
    challenge: { parameters: challenge.parameters, signature: challenge.signature },
    solution: { counter: solution.counter, derivedKey: solution.derivedKey },
    deriveKey: pbkdf2,
    hmacSignatureSecret: secret('altcha'),
    hmacKeySignatureSecret: secret('altcha-key'),
  })
  return verified
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
