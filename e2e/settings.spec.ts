import { signIn } from './staff.ts'
import { expectGoodPage, fileRequest, WORDS } from './steps.ts'
import { expect, expectAccessible, expectNoSideScroll, test } from './story.ts'

const words = WORDS.id.desk.settings

test('a lead looks at what a change would do, mends what is wrong, and saves it; without JavaScript', async ({
  open,
}) => {
  const page = await open('desktop', { javaScriptEnabled: false })
  await signIn(page, 'lead')
  await page.getByRole('link', { name: words.title }).click()
  // Not the shop: its dates belong to the other stories.
  await page.getByRole('link', { name: 'Nusantara Cloud' }).click()
  const days = page.getByLabel(words.contractDays)
  const laws = page.getByRole('group', { name: words.jurisdictions })
  await expect(days).toHaveValue('30')

  await days.fill('9')
  await page.getByRole('button', { name: words.preview }).click()
  await expect(page.getByText(words.effect.title)).toBeVisible()
  await expect(days).toHaveValue('9')
  await expect(page.getByText(words.never)).toBeVisible()

  await days.fill('lama')
  await laws.getByLabel(words.law.EU).check()
  await laws.getByLabel(words.law.ID).uncheck()
  await page.getByLabel(words.zone).selectOption('Asia/Makassar')
  await page.getByRole('button', { name: words.save }).click()
  await expect(page.getByRole('link', { name: words.wrong.contractDays.not_a_number })).toHaveAttribute(
    'href',
    '#contractDays',
  )
  await expect(page.getByRole('link', { name: words.wrong.memberState.choose_one })).toBeVisible()
  await expect(days).toHaveValue('lama')
  await expect(laws.getByLabel(words.law.EU)).toBeChecked()
  await expect(laws.getByLabel(words.law.ID)).not.toBeChecked()
  await expect(page.getByLabel(words.zone)).toHaveValue('Asia/Makassar')

  await days.fill('12')
  await laws.getByLabel(words.law.EU).uncheck()
  await laws.getByLabel(words.law.ID).check()
  await page.getByLabel(words.zone).selectOption('Asia/Jakarta')
  await page.getByRole('button', { name: words.save }).click()
  await expect(page.getByText(words.done.saved)).toBeVisible()
  await expect(page.getByText(`${words.short.contractDays}: 30 → 12`)).toBeVisible()
  await expect(days).toHaveValue('12')
  await expect(async () => {
    await page.reload()
    await expect(page.getByText(/dihitung ulang, \d+ mendapat tanggal baru/)).toBeVisible({ timeout: 500 })
  }).toPass()
})

test('a law for residents is no law for all; then intake asks where they live, and the desk says so', async ({
  open,
}) => {
  const lead = await open('desktop', { javaScriptEnabled: false })
  await signIn(lead, 'lead')
  await lead.goto('/desk/settings/nusantara-cloud')
  const residents = lead.getByRole('group', { name: words.residentJurisdictions })
  await residents.getByLabel(words.law.ID).check()
  await residents.getByLabel(words.law.EU).check()
  await lead.getByLabel(words.memberState).selectOption('DE-BE')
  await lead.getByRole('button', { name: words.save }).click()
  await expect(lead.getByRole('link', { name: words.wrong.residentJurisdictions.law_in_both })).toBeVisible()
  await residents.getByLabel(words.law.ID).uncheck()
  await lead.getByRole('button', { name: words.save }).click()
  await expect(lead.getByText(`${words.short.residentJurisdictions}: ${words.none} → ${words.law.EU}`)).toBeVisible()

  const phone = await open('phone', { javaScriptEnabled: false })
  const { subject } = WORDS.id
  const person = { name: 'Klara Vogt', email: 'klara.vogt@example.org' }
  const reference = await fileRequest(phone, 'id', 'access', person, {
    portal: 'nusantara-cloud',
    onDetails: async () => {
      await expectGoodPage(phone)
      await phone.getByLabel(subject.details.country).selectOption({ label: 'Jerman' })
    },
  })
  await lead.goto(`/desk/requests/${reference}`)
  await expect(lead.getByText('Jerman')).toBeVisible()
  await expect(lead.getByText('GDPR').first()).toBeVisible()
})

test('the settings of a lead are fit for all, and nobody else sees them', async ({ open }) => {
  const lead = await open('desktop')
  await signIn(lead, 'lead')
  await lead.goto('/desk/settings/toko-sejahtera?contractDays=&zone=x')
  await expect(lead.getByRole('alert', { name: WORDS.id.ui.summaryTitle })).toBeVisible()
  for (const width of [320, 390, 1440]) {
    await lead.setViewportSize({ width, height: 900 })
    await expectNoSideScroll(lead)
    await expectAccessible(lead)
  }
  const agent = await open('desktop')
  await signIn(agent, 'agent')
  await expect(agent.getByRole('link', { name: words.title })).toHaveCount(0)
  await agent.goto('/desk/settings/toko-sejahtera')
  await expect(agent.getByText(words.noAccess)).toBeVisible()
})
