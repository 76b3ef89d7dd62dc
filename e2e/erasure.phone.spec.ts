import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { budi, dewi } from '#prisma/demo/people.ts'
import { approveAtDesk, expectGoodPage, fileRequest, proveIdentity, reloadUntil, WORDS } from './steps.ts'
import { expect, test } from './story.ts'

test.use({ javaScriptEnabled: false })
test.setTimeout(240_000)

type Checked = { status: number; output: string }
function verify(file: string, keys: string): Checked {
  try {
    const args = ['--import', 'tsx', 'cli/hakku.ts', 'verify', file, '--jwks', keys]
    return { status: 0, output: execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' }) }
  } catch (refused) {
    const { status, stdout, stderr } = refused as { status: number; stdout: string; stderr: string }
    return { status, output: stdout + stderr }
  }
}

/** Another character somewhere in the signed part. */
const changed = (jws: string) => jws.replace(/\.(.{40})(.)/, (_, start, one) => `.${start}${one === 'A' ? 'B' : 'A'}`)

for (const [language, person] of [
  ['id', { name: budi.name, email: budi.email }],
  ['en', { name: dewi.name, email: dewi.email }],
] as const)
  test(`erasure in ${language}: previewed, approved, cancellable, carried out, certified and checked`, async ({
    page,
    open,
    mail,
  }) => {
    const words = WORDS[language].subject
    const reference = await fileRequest(page, language, 'erasure', person)
    await proveIdentity(page, language, mail, person)
    await reloadUntil(page, words.now.reviewing)
    await approveAtDesk(open, reference)
    await reloadUntil(page, words.plan.title)
    await expect(page.getByText(`${words.plan.keeps}: `).first()).toBeVisible()
    await expectGoodPage(page)

    // The cancel window of the demo is a minute.
    await reloadUntil(page, words.certificate.title, 150_000)
    await expectGoodPage(page)
    expect((await mail.nextMail(person.email, language === 'id' ? 'pemberitahuan' : 'notice')).text).toContain('87')

    const folder = mkdtempSync(join(tmpdir(), 'hakku-certificate-'))
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: words.certificate.file }).click(),
    ])
    const file = join(folder, 'certificate.jws')
    await download.saveAs(file)
    const [pdf] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: words.certificate.pdf }).click(),
    ])
    expect(
      readFileSync(await pdf.path())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')

    const keys = new URL('/.well-known/jwks.json', page.url()).href
    expect(verify(file, keys)).toMatchObject({ status: 0 })
    const forged = join(folder, 'forged.jws')
    writeFileSync(forged, changed(readFileSync(file, 'utf8')))
    expect(verify(forged, keys)).toMatchObject({ status: 1 })

    const anybody = await open('phone')
    await anybody.goto('/verify')
    if (language === 'en') await anybody.getByRole('button', { name: 'English' }).click()
    await anybody.getByLabel(words.verify.label).setInputFiles(file)
    await expect(anybody.getByText(words.verify.valid)).toBeVisible()
    await expect(anybody.getByText(words.verify.provesNot)).toBeVisible()
    await expectGoodPage(anybody)
    await anybody.getByLabel(words.verify.label).setInputFiles(forged)
    await expect(anybody.getByText(words.verify.invalid)).toBeVisible()
  })
