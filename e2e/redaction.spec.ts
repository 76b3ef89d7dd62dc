import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { siti } from '#prisma/demo/people.ts'
import { signIn } from './staff.ts'
import {
  approveAtDesk,
  downloadPackage,
  expectGoodPage,
  fileRequest,
  proveIdentity,
  reloadUntil,
  WORDS,
} from './steps.ts'
import { expect, expectAccessible, test } from './story.ts'

test.use({ javaScriptEnabled: false })
test.setTimeout(150_000)

const { desk, subject } = WORDS.id

/** From the review of a request to the rows of one of its collections, with a reason. */
async function openCollection(page: Page, reference: string, name: string): Promise<void> {
  await page.goto(`/desk/requests/${reference}?tab=review`)
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('radio', { name: desk.opening.check_answer }).check()
  await page.getByRole('button', { name: desk.open.go }).click()
}

test('a value and a row are held back, a second person sees it and approves, the package and its reader say so', async ({
  page,
  open,
  mail,
}) => {
  const phone = await open('phone')
  const person = { name: siti.name, email: siti.email }
  const reference = await fileRequest(phone, 'id', 'access', person)
  await proveIdentity(phone, 'id', mail, person)
  await reloadUntil(phone, subject.now.reviewing)

  await signIn(page, 'agent')
  await openCollection(page, reference, 'Akun pelanggan')
  await page.locator('input[name="value-1-phone"]').check()
  await page.locator('#places').selectOption('rights_of_others')
  await page.locator('#ticked-note').fill('Nomor ini dipakai bersama')
  await page.getByRole('button', { name: desk.redaction.ticked }).click()
  await expect(page.getByText(desk.redaction.done.decided)).toBeVisible()
  await expect(page.getByText('Ditahan: Hak orang lain')).toBeVisible()
  await expectGoodPage(page)

  await openCollection(page, reference, 'Pesanan')
  await page.getByRole('button', { name: desk.redaction.ticked }).click()
  await expect(page.getByText(WORDS.id.errors.choose_places).first()).toBeVisible()
  await page.locator('input[name="row-1"]').check()
  await page.locator('input[name="row-2"]').check()
  await page.locator('#places').selectOption('trade_secret')
  await page.getByRole('button', { name: desk.redaction.ticked }).click()
  await expectGoodPage(page)
  await page.getByRole('button', { name: 'Batalkan: Baris 2' }).click()
  await expect(page.getByText(desk.redaction.done.undone)).toBeVisible()

  const reviewer = await open('desktop')
  await signIn(reviewer, 'reviewer')
  await reviewer.goto(`/desk/requests/${reference}?tab=review`)
  await expect(reviewer.getByText('1 nilai')).toBeVisible()
  await expect(reviewer.getByText('1 baris', { exact: true })).toBeVisible()
  await expectAccessible(reviewer)
  await approveAtDesk(open, reference)

  await mail.nextMail(person.email, 'jawaban untuk permohonan')
  await reloadUntil(phone, subject.package.ask)
  const folder = await downloadPackage(phone, 'id', mail, person, reference)
  const read = (path: string) => readFileSync(join(folder, path), 'utf8')
  expect(JSON.parse(read('data/shop/customers.json'))[0].phone).toEqual({ redacted: 'rights_of_others' })
  expect(JSON.parse(read('data/shop/orders.json'))).toHaveLength(siti.finds.orders - 1)
  expect(JSON.parse(read('manifest.json')).redactions).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'value', field: 'phone', explanation: 'Nomor ini dipakai bersama' }),
      expect.objectContaining({ kind: 'row', collection: 'orders', count: 1, reason: 'trade_secret' }),
    ]),
  )
  await phone.goto(`file://${join(folder, 'index.html')}`)
  await expect(phone.getByText('1 nilai Phone: hak orang lain').first()).toBeVisible()
  await expectAccessible(phone)
})
