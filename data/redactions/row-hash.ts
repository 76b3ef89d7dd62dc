import { createHmac } from 'node:crypto'

/** Which row a decision is about, however often its source is asked: keyed and of one request, so that it says nothing. */
export const redactionHash = (
  indexKey: Uint8Array,
  requestId: string,
  { taskId, collection }: { taskId: string; collection: string },
  key: readonly string[],
): string =>
  createHmac('sha256', indexKey)
    .update(JSON.stringify(['redaction', requestId, taskId, collection, ...key]))
    .digest('base64url')
