import { canonicalJson } from '#crypto/commitment.ts'
import { type Hash, leafHash } from '#crypto/merkle.ts'

export type LoggedEvent = {
  id: string
  controllerId: string
  requestId: string | null
  type: string
  actor: unknown
  data: unknown
  at: Date
}

/** The name of a controller's log in its checkpoints. */
export const logOrigin = (controllerId: string): string => `hakku/log/${controllerId}`

/** What a leaf commits to: the whole event in canonical JSON (RFC 8785). It holds no personal data, so it never has to go. */
export const eventLeaf = ({ id, controllerId, requestId, type, actor, data, at }: LoggedEvent): Hash =>
  leafHash(canonicalJson({ v: 1, id, controllerId, requestId, type, actor, data, at: at.toISOString() }))
