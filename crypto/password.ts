import { hash, verify } from '@node-rs/argon2'

/** argon2id with OWASP's first choice: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** @returns a PHC string, `$argon2id$…` */
export function hashPassword(password: string): Promise<string> {
  return hash(sameOnEveryKeyboard(password), COST)
}

/** Nobody by that name (`null`) costs as much time as a wrong password, so an account's existence does not show. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (stored !== null) return verify(stored, sameOnEveryKeyboard(password))
  await hashPassword(password)
  return false
}

function sameOnEveryKeyboard(password: string): string {
  return password.normalize('NFKC')
}
