import { putu, suparman } from '#prisma/demo/people.ts'
import { signIn } from './staff.ts'
import { expectGoodPage, fileRequest, proveIdentity, reloadUntil, WORDS } from './steps.ts'
import { expect, expectAccessible, test } from './story.ts'

test.use({ javaScriptEnabled: false })
test.setTimeout(150_000)

const { desk, subject, errors } = WORDS.id

test('a phone number that a colleague confirmed finds what the address does not, once the sources were asked again', async ({
  page,
  open,
  mail,
}) => {
  const phone = await open('phone')
  const person = { name: putu.name, email: putu.email }
  const reference = await fileRequest(phone, 'id', 'access', person)
  await proveIdentity(phone, 'id', mail, person)
  await reloadUntil(phone, subject.now.reviewing)

  await signIn(page, 'agent')
  const sources = `/desk/requests/${reference}?tab=sources`
  await page.goto(sources)
  await page.getByText(desk.identifier.add).click()
  await page.getByLabel(desk.identifier.label).selectOption('email')
  await page.getByLabel(desk.identifier.value, { exact: true }).fill('bukan surel')
  await page.getByRole('button', { name: desk.identifier.go }).click()
  await expect(page.getByText(errors.not_an_email).first()).toBeVisible()
  await expect(page.getByLabel(desk.identifier.value, { exact: true })).toHaveValue('bukan surel')

  await page.getByLabel(desk.identifier.label).selectOption('phone_number')
  await page.getByLabel(desk.identifier.value, { exact: true }).fill(suparman.phone)
  await page.getByRole('radio', { name: desk.identifier.how.second_channel }).check()
  await page.getByRole('button', { name: desk.identifier.go }).click()
  await expect(page.getByText(desk.done.identified)).toBeVisible()
  await expect(page.getByText(desk.identifier.waiting)).toBeVisible()
  await expect(page.getByText(suparman.phone)).toHaveCount(0)
  await expectGoodPage(page)

  await page.goto(`/desk/requests/${reference}?tab=review`)
  await expect(page.getByText(errors.identifier_not_searched)).toBeVisible()
  await page.goto(sources)
  await page.getByRole('button', { name: desk.identifier.ask }).click()
  await reloadUntil(phone, subject.now.reviewing)
  const reviewer = await open('desktop')
  await signIn(reviewer, 'reviewer')
  await reviewer.goto(`/desk/requests/${reference}?tab=review`)
  await expect(reviewer.getByText(desk.review.ready)).toBeVisible()
  await reviewer.goto(sources)
  await expect(reviewer.getByText(desk.identifier.searched)).toBeVisible()
  await expectAccessible(reviewer)
  const orders = reviewer.getByRole('link', { name: 'Pesanan', exact: true })
  await expect(orders.locator('..')).toContainText(String(suparman.finds.orders))
})
