import { signIn } from './staff.ts'
import { expectGoodPage, fileRequest, proveIdentity, reloadUntil, WORDS } from './steps.ts'
import { expect, test } from './story.ts'

test.use({ javaScriptEnabled: false })
const words = WORDS.id
/** The first sentence of the one answer that every bad code gets. */
const NOT_ACCEPTED = words.errors.code_not_accepted.split('. ')[0] ?? ''

test('a person withdraws their own request, and is told so', async ({ page, mail }) => {
  const person = { name: 'Wulan', email: 'wulan.withdraws@example.id' }
  const reference = await fileRequest(page, 'id', 'access', person)
  await proveIdentity(page, 'id', mail, person)
  await page.getByRole('link', { name: words.subject.page.withdraw }).click()
  await page.getByRole('button', { name: words.subject.withdraw.confirm }).click()
  await reloadUntil(page, words.subject.now.withdrawn)
  expect((await mail.nextMail(person.email, 'ditarik')).text).toContain(reference)
})

test('a wrong code, a used one and an unknown request get the same helpful page', async ({ page, open, mail }) => {
  const person = { name: 'Wulan', email: 'wulan.codes@example.id' }
  const reference = await fileRequest(page, 'id', 'access', person)
  await page.getByRole('button', { name: words.subject.receipt.proveButton }).click()
  const code = await mail.nextCode(person.email)
  await page.getByLabel(words.subject.code.label).fill(code === '000000' ? '000001' : '000000')
  await page.getByRole('button', { name: words.subject.code.open }).click()
  await expect(page.getByText(NOT_ACCEPTED)).toBeVisible()
  await page.getByLabel(words.subject.code.label).fill(code)
  await page.getByRole('button', { name: words.subject.code.open }).click()
  await expect(page).toHaveURL(`/requests/${reference}`)

  const stranger = await open('phone', { javaScriptEnabled: false })
  for (const unknown of [reference, 'HK-7K4Q-2MPX']) {
    await stranger.goto(`/status/${unknown}`)
    if (!stranger.url().includes(unknown)) continue // not a reference at all
    await stranger.getByLabel(words.subject.code.label).fill(code)
    await stranger.getByRole('button', { name: words.subject.code.open }).click()
    await expect(stranger.getByText(NOT_ACCEPTED)).toBeVisible()
  }
  await stranger.goto(`/requests/${reference}`)
  await expect(stranger).toHaveURL(`/status/${reference}`)
})

test('what was typed is still there after a mistake, and says what to mend', async ({ page }) => {
  await page.goto('/toko-sejahtera/request/right')
  await page.getByRole('button', { name: words.subject.continue }).click()
  await expect(page.getByText(words.ui.summaryTitle)).toBeVisible()
  await expect(page).toHaveTitle(new RegExp(`^${words.ui.error}`))
  await page.getByRole('radio', { name: words.subject.right.access }).check()
  await page.getByRole('button', { name: words.subject.continue }).click()
  await page.getByRole('radio', { name: words.subject.requester.subject }).check()
  await page.getByRole('button', { name: words.subject.continue }).click()
  await page.getByLabel(words.subject.contact.email).fill('not an address')
  await page.getByLabel(words.subject.contact.name).fill('Putri <b>Ayu</b>')
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.getByRole('button', { name: words.subject.continue }).click(),
  ])
  expect(answer.status()).toBe(422)
  await expect(page.getByLabel(words.subject.contact.name)).toHaveValue('Putri <b>Ayu</b>')
  await expect(page.getByLabel(words.subject.contact.email)).toHaveValue('not an address')
  await expect(page.getByText(words.subject.wrong.email.not_an_email).first()).toBeVisible()
})

test('a refusal says why, by which article, and what to do next', async ({ page, open, mail }) => {
  const person = { name: 'Wulan', email: 'wulan.refused@example.id' }
  const reference = await fileRequest(page, 'id', 'rectification', person)
  await proveIdentity(page, 'id', mail, person)
  await reloadUntil(page, words.subject.now.reviewing)
  const reviewer = await open('desktop')
  await signIn(reviewer, 'reviewer')
  await reviewer.goto(`/desk/requests/${reference}?tab=refusal`)
  await reviewer.getByRole('radio', { name: words.desk.refusalCode.no_match }).check()
  await reviewer.getByLabel(words.desk.refusal.article).fill('UU 27/2022 Pasal 6')
  await reviewer
    .getByLabel(words.desk.refusal.explanation)
    .fill('Tidak ada data dengan alamat email ini di sistem kami.')
  await reviewer.getByRole('button', { name: words.desk.refusal.go }).click()
  await expect(reviewer.getByText(words.desk.done.refused)).toBeVisible()
  await reloadUntil(page, words.subject.refusal.title)
  await expect(page.getByText('UU 27/2022 Pasal 6').first()).toBeVisible()
  expect((await mail.nextMail(person.email, 'keputusan')).text).toContain('Tidak ada data dengan alamat')

  await page.getByRole('link', { name: words.subject.appeal.open, exact: true }).click()
  await expectGoodPage(page)
  await page.getByRole('button', { name: words.subject.appeal.send }).click()
  await expect(page.getByText(words.ui.summaryTitle)).toBeVisible()
  await page.getByLabel(words.subject.appeal.grounds).fill('Alamat saya yang lama ada di sana.')
  await page.getByRole('button', { name: words.subject.appeal.send }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.subject.receipt.title)
  const appeal = /HK-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await page.textContent('main')) ?? '')?.[0]
  expect(appeal).not.toBe(reference)
  await reviewer.goto(`/desk/requests/${appeal}?tab=refusal`)
  await expect(reviewer.getByText(words.desk.refusal.no)).toBeVisible()
  await reviewer.getByRole('link', { name: reference }).click()
  await expect(reviewer.getByRole('link', { name: appeal ?? '' })).toBeVisible()
})
