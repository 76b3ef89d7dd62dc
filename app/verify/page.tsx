import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { subjectTitle } from '#app/_server/subject-form.ts'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'
import { CheckCertificate } from './check-certificate.client.tsx'
import type { VerifyWords } from './verify-words.client.tsx'

export const generateMetadata = async (): Promise<Metadata> =>
  subjectTitle((await translator('subject'))('verify.title'))

const WORDS = [
  'label',
  'drop',
  'checking',
  'valid',
  'invalid',
  'unusable',
  'proves',
  'provesNot',
  'reference',
  'controller',
  'issuer',
  'erased',
  'signedBy',
  'result',
  'found',
  'gone',
  'kept',
  'backups',
  'retained',
  'noKeys',
  'withdrawn',
  'stopped',
  'notice',
  'keptFor',
  'recipients',
  'corrected',
] as const satisfies readonly (keyof VerifyWords)[]

export default async function Verify() {
  const t = await translator('subject')
  const words = Object.fromEntries(WORDS.map((word) => [word, t(`verify.${word}`)])) as VerifyWords
  return (
    <SubjectShell back="/">
      <h1 className="mb-2">{t('verify.title')}</h1>
      <p className="mb-6">{t('verify.intro')}</p>
      <CheckCertificate words={words} locale={await currentLocale()} />
      <noscript>
        <p className="mb-2">{t('verify.noScript')}</p>
        <pre className="mb-4 overflow-x-auto rounded-md border border-line bg-sheet p-3 font-mono text-sm">
          npm run -s hakku -- verify HK-….jws
        </pre>
      </noscript>
      <p className="mt-8 text-sm text-muted">
        {t.rich('verify.keys', {
          link: (address) => (
            <a key="keys" href="/.well-known/jwks.json">
              {address}
            </a>
          ),
        })}
      </p>
    </SubjectShell>
  )
}
