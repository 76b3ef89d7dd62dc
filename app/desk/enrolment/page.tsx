import { redirect } from 'next/navigation'
import { toDataURL } from 'qrcode'
import { translator } from '#app/_server/i18n.ts'
import { SIGN_IN } from '#app/_server/staff.ts'
import { halfSignedIn } from '#app/_server/staff-cookies.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { CodeInput } from '#app/_ui/code-input.tsx'
import { SignInFrame } from '../sign-in-frame.tsx'

export const generateMetadata = async () => ({ title: (await translator('auth'))('enrolTitle') })

const inFours = (key: string) => key.replace(/(.{4})(?=.)/g, '$1 ')

export default async function Enrolment() {
  const [t, form, half] = [await translator('auth'), await shownForm(), await halfSignedIn()]
  if (!half?.enrolment) redirect(SIGN_IN)
  const { secret, uri, recoveryCodes } = half.enrolment
  const picture = await toDataURL(uri, { margin: 2, scale: 6 })
  return (
    <SignInFrame title={t('enrolTitle')}>
      <p className="mb-6 text-muted">{t('enrolIntro')}</p>
      <ol className="grid gap-6">
        <Step number={1} title={t('enrolScan')}>
          {/* biome-ignore lint/performance/noImgElement: a data address, there is nothing to optimise */}
          <img src={picture} alt={t('enrolQr')} width={210} height={210} className="rounded-md" />
          <p className="mt-2 text-sm">
            {t('enrolKey')} <span className="font-mono">{inFours(secret)}</span>
          </p>
        </Step>
        <Step number={2} title={t('enrolSave')}>
          <p className="mb-2 text-sm text-muted">{t('enrolSaveText')}</p>
          <ul className="grid gap-x-6 gap-y-1 font-mono text-sm sm:grid-cols-2">
            {recoveryCodes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </Step>
        <Step number={3} title={t('enrolProve')}>
          <form method="post" action="/desk/session/enrolment" noValidate>
            <CodeInput name="code" label={t('codeLabel')} error={form.error('code')} />
            <Button>{t('enrolGo')}</Button>
          </form>
        </Step>
      </ol>
    </SignInFrame>
  )
}

function Step({ number, title, children }: { number: number; title: string; children: React.ReactNode }) {
  return (
    <li className="rounded-lg border border-line bg-sheet p-4">
      <h2 className="mb-3">
        {number}. {title}
      </h2>
      {children}
    </li>
  )
}
