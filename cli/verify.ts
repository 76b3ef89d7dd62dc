import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { largestCertificateBytes, type Verdict, verifyCertificate } from '#domain/certificate/verify.ts'
import { reasonWords } from '#domain/certificate/wording.ts'
import { type Exit, type Language, languages, print, UnusableInput } from './usage.ts'
import { printCertificate } from './verify-certificate.ts'
import { readKeys, readSmallFile } from './verify-keys.ts'
import { verifyPackage } from './verify-package.ts'
import { printReceipt } from './verify-receipt.ts'
import { printRectification } from './verify-rectification.ts'

/** Nothing but the file and the issuer's keys: no database, no settings, and no network unless the keys are fetched. */
export async function verify(args: string[]): Promise<Exit> {
  const { values, positionals } = parseArgs({
    args,
    options: { jwks: { type: 'string' }, lang: { type: 'string' } },
    allowPositionals: true,
  })
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0) throw new UnusableInput('verify: expected one file')
  const chosen = languages(values.lang)
  if (await isPackage(path)) return verifyPackage(path, await readKeys(values.jwks), chosen)
  const file = await readSmallFile(path, largestCertificateBytes)
  return tell(await verifyCertificate(file, await readKeys(values.jwks)), chosen)
}

async function isPackage(path: string): Promise<boolean> {
  const about = await stat(path).catch((cause: unknown) => {
    throw new UnusableInput(`${path} cannot be read`, { cause })
  })
  return about.isDirectory() || /\.zip$/i.test(path)
}

function tell(verdict: Verdict, chosen: readonly Language[]): Exit {
  if (verdict.status === 'valid') {
    if (verdict.kind === 'receipt') printReceipt(verdict, chosen)
    else if (verdict.kind === 'rectification') printRectification(verdict, chosen)
    else printCertificate(verdict, chosen)
    return 0
  }
  const title =
    verdict.status === 'invalid'
      ? { id: 'TIDAK SAH', en: 'INVALID' }
      : { id: 'TIDAK DAPAT DIPERIKSA', en: 'CANNOT BE CHECKED' }
  print(
    ...chosen.map((language) => `${title[language]}: ${reasonWords[verdict.reason][language]}`),
    `(${verdict.reason})`,
  )
  return verdict.status === 'invalid' ? 1 : 2
}
