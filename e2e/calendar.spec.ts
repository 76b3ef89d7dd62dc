import { signIn } from './staff.ts'
import { expect, expectAccessible, expectNoSideScroll, test } from './story.ts'

const FAULTY = 'date,name,kind,weekday\n2029-01-01,New Year,national,Tuesday\n2029-02-30,Nobody,holiday,'
const SOUND = 'date,name\n2029-01-01,New Year\n2029-12-25,Christmas'

test.use({ javaScriptEnabled: false, locale: 'en' })

test('a lead loads next year’s holidays, another approves, and every running date is counted again', async ({
  page,
  open,
  context,
  baseURL,
}) => {
  const english = { name: 'hakku-locale', value: 'en', url: baseURL ?? '' }
  await context.addCookies([english])
  await signIn(page, 'lead')
  await page.goto('/desk/calendars')
  await page.getByLabel('Calendar').selectOption('GB-ENG')
  await page.getByLabel('Year').selectOption('2029')
  await page.getByLabel('Where the list comes from').fill('gov.uk/bank-holidays')
  await page.getByLabel('Days', { exact: true }).fill(FAULTY)
  await page.getByRole('button', { name: 'See what would change' }).click()
  for (const fault of ['line 2, Weekday', 'line 3, Date', 'line 3, Kind'])
    await expect(page.getByText(new RegExp(`^${fault}`))).toBeVisible()
  await expect(page.getByLabel('Days', { exact: true })).toHaveValue(FAULTY)
  await expect(page.getByLabel('Year')).toHaveValue('2029')

  await page.getByLabel('Days', { exact: true }).fill(SOUND)
  await page.getByRole('button', { name: 'See what would change' }).click()
  await expect(page.getByRole('heading', { name: 'England 2029' })).toBeVisible()
  await expect(page.getByText('No running date would move')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Approve this list' })).toHaveCount(0)
  const address = new URL(page.url()).pathname

  const second = await open('phone')
  await second.context().addCookies([english])
  await signIn(second, 'deputy')
  await second.goto(address)
  await expectAccessible(second)
  await expectNoSideScroll(second)
  await second.getByRole('button', { name: 'Approve this list' }).click()
  await expect(second.getByText('Approved. Every running date is being counted again.')).toBeVisible()
  await expect(async () => {
    await second.goto('/desk/calendars')
    await expect(second.getByText(/looked at, finished/).first()).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await expectAccessible(second)
  await expectNoSideScroll(second)
})
