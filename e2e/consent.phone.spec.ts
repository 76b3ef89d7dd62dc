import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ratna } from '#prisma/demo/people.ts'
import { signIn } from './staff.ts'
import { expectGoodPage, fileRequest, proveIdentity, reloadUntil, WORDS } from './steps.ts'
import { expect, expectAccessible, test } from './story.ts'

test.use({ javaScriptEnabled: false })
test.setTimeout(180_000)

test('consent withdrawn on a phone: it stops at once, is proved by a receipt, and erasure is offered', async ({
  page,
  open,
  mail,
}) => {
  const words = WORDS.id.subject
  const reference = await fileRequest(page, 'id', 'consent_withdrawal', ratna, {
    onDetails: async () => {
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.purposes.title)
      await expectGoodPage(page)
      await page.getByRole('button', { name: words.continue }).click()
      await expect(page.getByText(words.wrong.purposes.choose_one).first()).toBeVisible()
      await page.getByRole('checkbox', { name: words.purposes.all }).check()
    },
  })
  await proveIdentity(page, 'id', mail, ratna)
  await reloadUntil(page, words.consent.title)
  await expect(page.getByText(words.now.fulfilledStop)).toBeVisible()
  await expectGoodPage(page)
  const told = await mail.nextMail(ratna.email, 'pemrosesan berhenti')
  expect(told.text).toContain('Pasal 40')
  expect(told.text).toContain('penghapusan')

  await page.getByRole('button', { name: words.consent.ask }).click()
  await page.getByLabel(words.code.label).fill(await mail.nextCode(ratna.email))
  await page.getByRole('button', { name: words.package.open }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: words.consent.download }).click(),
  ])
  const file = join(mkdtempSync(join(tmpdir(), 'hakku-receipt-')), download.suggestedFilename())
  await download.saveAs(file)
  const keys = new URL('/.well-known/jwks.json', page.url()).href
  const args = ['--import', 'tsx', 'cli/hakku.ts', 'verify', file, '--jwks', keys, '--lang', 'id']
  const said = execFileSync(process.execPath, args, { encoding: 'utf8' })
  expect(said).toContain(`SAH: penarikan kembali persetujuan ${reference}`)
  expect(said).not.toMatch(/ratna/i)

  const anybody = await open('phone')
  await anybody.goto('/verify')
  await anybody.getByLabel(words.verify.label).setInputFiles(file)
  await expect(anybody.getByText(words.verify.valid)).toBeVisible()
  await expect(anybody.getByText(words.verify.stopped)).toBeVisible()
  await expectGoodPage(anybody)

  const desk = await open('desktop')
  await signIn(desk, 'agent')
  await desk.goto(`/desk/requests/${reference}?tab=sources`)
  await expect(desk.getByText(WORDS.id.desk.sources.verifiedAt).first()).toBeVisible()
  await expectAccessible(desk)

  await page.goto(`/requests/${reference}`)
  await page.getByRole('link', { name: words.followUp.open }).click()
  await expect(page.getByLabel(words.followUp.label)).toHaveValue(new RegExp(reference))
  await expectGoodPage(page)
  await page.getByRole('button', { name: words.followUp.send }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.receipt.title)
  await page.goto(page.url().replace(/\/receipt$/, ''))
  await expect(page.getByText(words.followUp.about.replace('{reference}', reference))).toBeVisible()
})
