import type { Params } from '#app/_server/handle.ts'

export const RECIPIENTS = '/desk/sources/recipients'
export const recipientAddress = ({ recipientId = '' }: Params): string =>
  `${RECIPIENTS}/${encodeURIComponent(recipientId)}`
