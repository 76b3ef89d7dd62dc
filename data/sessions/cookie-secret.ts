import { deriveKey } from '#crypto/master-key.ts'
import { masterKey } from '#data/master-key.ts'

/** What next-auth encrypts its cookies with. The cookie alone opens nothing: the session row decides. */
export const cookieSecret = (): string =>
  Buffer.from(deriveKey(masterKey().key, 'staff-session-cookie')).toString('base64')
