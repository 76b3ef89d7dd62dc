import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { made } from '#prisma/demo/people.ts'
import { signIn } from './staff.ts'
import { expectGoodPage, fileRequest, proveIdentity, reloadUntil, WORDS } from './steps.ts'
import { expect, expectAccessible, test } from './story.ts'

test.use({ javaScriptEnabled: false })
test.setTimeout(180_000)

const words = WORDS.id.desk
const PHONE = '+6281399900011'

/** From the list of what is corrected to the form of one found value. */
async function choose(desk: Page, reference: string, way: 'replace' | 'note', field: string): Promise<void> {
  await desk.goto(`/desk/requests/${reference}?tab=review`)
  const list = desk.getByText(words.correction.choosePlace)
  if (!(await desk.getByRole('link', { name: 'Akun pelanggan' }).first().isVisible())) await list.click()
  await desk.getByRole('link', { name: 'Akun pelanggan' }).first().click()
  const reason = desk.getByRole('radio', { name: words.opening.check_answer })
  if (await reason.isVisible()) {
    await reason.check()
    await desk.getByRole('button', { name: words.open.go }).click()
  }
  await desk.getByRole('link', { name: `${words.correction.way[way]}: ${field}` }).click()
}

test('a wrong value on a phone: corrected where it stands, noted where it may not be, proved by a statement', async ({
  page,
  open,
  mail,
}) => {
  const subject = WORDS.id.subject
  const reference = await fileRequest(page, 'id', 'rectification', made, {
    onDetails: async () => {
      await page.getByLabel(subject.details.label).fill(`Nomor telepon saya salah. Seharusnya ${PHONE}.`)
    },
  })
  await proveIdentity(page, 'id', mail, made)
  await reloadUntil(page, subject.now.reviewing)

  const desk = await open('desktop')
  await signIn(desk, 'agent')
  await choose(desk, reference, 'replace', 'birth_date')
  await expectAccessible(desk)
  await desk.getByLabel(words.correction.to).fill('31 Februari 1990')
  await desk.getByRole('button', { name: words.correction.propose }).click()
  // Refused without evidence, and nothing typed is lost.
  await expect(desk.getByLabel(words.correction.to)).toHaveValue('31 Februari 1990')
  await desk.getByLabel(words.correction.statement).fill('Akta kelahiran yang dilampirkan')
  await desk.getByRole('button', { name: words.correction.propose }).click()
  await reloadUntil(desk, words.correctionProblem.wrong_type)
  await desk.getByRole('button', { name: words.correction.remove }).click()
  await expect(desk.getByText(words.done.removed)).toBeVisible()

  await choose(desk, reference, 'replace', 'phone')
  await desk.getByLabel(words.correction.to).fill(PHONE)
  await desk.getByLabel(words.correction.statement).fill('Tagihan operator bulan ini')
  await desk.getByRole('button', { name: words.correction.propose }).click()
  await desk
    .getByLabel(words.correction.addFile)
    .setInputFiles({ name: 'halaman.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>') })
  await desk.getByRole('button', { name: words.correction.attach }).click()
  await expect(desk.getByText(WORDS.id.errors.file_kind_not_kept).first()).toBeVisible()
  await desk
    .getByLabel(words.correction.addFile)
    .setInputFiles({ name: 'tagihan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 tagihan') })
  await desk.getByRole('button', { name: words.correction.attach }).click()
  await expect(desk.getByText(words.done.attached)).toBeVisible()

  await choose(desk, reference, 'note', 'loyalty_points')
  await desk.getByLabel(words.correction.noteText).fill('Poin dari pesanan bulan Mei belum dihitung')
  await desk.getByRole('button', { name: words.correction.propose }).click()
  await expect(desk.getByText(PHONE)).toHaveCount(0)
  await reloadUntil(desk, words.review.ready)
  await expectAccessible(desk)
  await desk.getByRole('button', { name: words.review.submit }).first().click()
  await expect(desk.getByText(words.done.submitted)).toBeVisible()

  const second = await open('desktop')
  await signIn(second, 'reviewer')
  await second.goto(`/desk/requests/${reference}?tab=review`)
  await second.getByRole('button', { name: words.review.approveCorrect }).click()
  await expect(second.getByText(WORDS.id.errors.corrections_not_opened)).toBeVisible()
  await second.getByRole('radio', { name: words.opening.check_answer }).first().check()
  await second.getByRole('button', { name: words.open.go }).first().click()
  await expect(second.getByText(PHONE)).toBeVisible()
  await expectAccessible(second)
  const [evidence] = await Promise.all([
    second.waitForEvent('download'),
    second.getByRole('link', { name: words.correction.evidenceFile }).click(),
  ])
  expect(evidence.suggestedFilename()).toBe('tagihan.pdf')
  await second.getByRole('button', { name: words.review.approveCorrect }).click()
  await expect(second.getByText(words.done.approved)).toBeVisible()

  await reloadUntil(page, subject.corrections.title, 60_000)
  await expect(page.getByText(subject.now.partlyCorrected)).toBeVisible()
  await expect(page.getByText(PHONE)).toHaveCount(0)
  await expectGoodPage(page)
  const told = await mail.nextMail(made.email, 'data Anda dibetulkan')
  expect(told.text).toContain('Nomor telepon')
  expect(told.text).toContain('Poin loyalitas')
  expect(told.text).not.toContain(PHONE)

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: subject.corrections.download }).click(),
  ])
  const file = join(mkdtempSync(join(tmpdir(), 'hakku-statement-')), download.suggestedFilename())
  await download.saveAs(file)
  const keys = new URL('/.well-known/jwks.json', page.url()).href
  const args = ['--import', 'tsx', 'cli/hakku.ts', 'verify', file, '--jwks', keys, '--lang', 'id']
  const said = execFileSync(process.execPath, args, { encoding: 'utf8' })
  expect(said).toContain(`SAH: pembetulan data ${reference}`)
  expect(said).not.toContain(PHONE)

  const anybody = await open('phone')
  await anybody.goto('/verify')
  await anybody.getByLabel(subject.verify.label).setInputFiles(file)
  await expect(anybody.getByText(subject.verify.valid)).toBeVisible()
  await expect(anybody.getByText('Nomor telepon')).toBeVisible()
  await expectGoodPage(anybody)
})
