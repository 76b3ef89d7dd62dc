import { siti } from '#prisma/demo/people.ts'
import { signIn } from './staff.ts'
import { WORDS } from './steps.ts'
import { expect, expectAccessible, expectNoSideScroll, test } from './story.ts'

const words = WORDS.id.sources
const errors = WORDS.id.errors

test('a lead checks the shop, previews a person and takes a new map into use; without JavaScript', async ({ open }) => {
  const page = await open('desktop', { javaScriptEnabled: false })
  await signIn(page, 'lead')
  await page.getByRole('link', { name: words.title, exact: true }).click()
  await page.getByRole('link', { name: 'Toko Sejahtera' }).click()
  await page.getByRole('link', { name: 'Toko daring' }).click()
  await page.getByRole('button', { name: words.checkNow }).click()
  await expect(page.getByRole('cell', { name: 'customers', exact: true })).toBeVisible()

  await page.getByRole('link', { name: words.tab.preview }).click()
  await page.getByLabel('email').fill(siti.email)
  await page.getByLabel(words.preview.erase).check()
  await page.getByRole('button', { name: words.preview.go }).click()
  await expect(page.getByLabel('email')).toHaveValue(siti.email)
  await page.getByLabel(WORDS.id.desk.opening.handle_complaint).check()
  await page.getByRole('button', { name: words.preview.go }).click()
  await expect(page.getByRole('row', { name: /customers/ })).toContainText('menghapus 1 baris')
  expect(page.url()).not.toContain('siti')
  expect(await page.content()).not.toContain(siti.email)

  await page.getByRole('link', { name: words.tab.versions }).click()
  const map = page.getByLabel(words.new.yaml)
  const before = await map.inputValue()
  await map.fill(before.replace('collections:', 'collection:'))
  await page.getByRole('button', { name: words.versions.check }).click()
  await expect(page.getByText(/baris \d+/).first()).toBeVisible()
  await expect(map).toHaveValue(/collection:/)
  await map.fill(before.replace('Membuat dan mengelola akun pelanggan', 'Mengelola akun pelanggan'))
  await page.getByRole('button', { name: words.versions.check }).click()
  await expect(page.getByText(`customers: ${words.part.purpose}`)).toBeVisible()
  await page.getByRole('button', { name: words.check.use }).click()
  await expect(page.getByText(words.done.mapped)).toBeVisible()
  await page.getByRole('link', { name: words.tab.versions }).click()
  await expect(page.getByRole('row').filter({ hasText: words.versions.inForce })).toContainText('Intan Permatasari')
})

test('a source that cannot be reached is said in words, and no request asks it', async ({ open }) => {
  const page = await open('desktop', { javaScriptEnabled: false })
  await signIn(page, 'lead')
  await page.goto('/desk/sources')
  await page.getByRole('link', { name: 'Nusantara Cloud' }).click()
  await page.getByRole('link', { name: words.add }).click()
  await page.getByRole('link', { name: words.kind.postgres }).click()
  await page.getByLabel(words.new.name, { exact: true }).fill('Gudang')
  await page.getByLabel(words.new.key, { exact: true }).fill('Gudang 1')
  await page.getByLabel(words.new.region, { exact: true }).selectOption('ID')
  await page.getByLabel(words.new.backupDays, { exact: true }).fill('7')
  await page.getByLabel(words.new.address, { exact: true }).fill('postgres://169.254.169.254/gudang')
  await page.getByLabel(words.new.user, { exact: true }).fill('hakku')
  await page.getByLabel(words.new.password, { exact: true }).fill('rahasia-sekali')
  await page.getByLabel(words.new.mapDraft).check()
  await page.getByRole('button', { name: words.new.go }).click()
  await expect(page.getByRole('link', { name: errors.not_a_key })).toBeVisible()
  await expect(page.getByRole('link', { name: errors.forbidden_address })).toBeVisible()
  await expect(page.getByLabel(words.new.password, { exact: true })).toHaveValue('')
  await page.getByLabel(words.new.key, { exact: true }).fill('gudang')
  await page.getByLabel(words.new.address, { exact: true }).fill('postgres://127.0.0.1:1/gudang')
  await page.getByLabel(words.new.password, { exact: true }).fill('rahasia-sekali')
  await page.getByRole('button', { name: words.new.go }).click()
  await expect(page.getByText(words.fault.connection_refused)).toBeVisible()
  await expect(page.getByText(words.noMapText)).toBeVisible()
  expect(await page.content()).not.toContain('rahasia-sekali')
})

test('the pages of sources are fit for all, and nobody but leads and admins sees them', async ({ open }) => {
  const lead = await open('desktop')
  await signIn(lead, 'lead')
  await lead.goto('/desk/sources')
  await lead.getByRole('link', { name: 'Toko Sejahtera' }).click()
  await lead.getByRole('link', { name: 'Toko daring' }).click()
  const source = new URL(lead.url()).pathname
  const pages = ['', '/map', '/versions', '/preview', '/facts'].map((part) => `${source}${part}`)
  for (const address of ['/desk/sources', '/desk/sources/recipients', '/desk/sources/new?kind=postgres', ...pages]) {
    await lead.goto(address)
    for (const width of [320, 1440]) {
      await lead.setViewportSize({ width, height: 900 })
      await expectNoSideScroll(lead)
      await expectAccessible(lead)
    }
  }
  const agent = await open('desktop')
  await signIn(agent, 'agent')
  await expect(agent.getByRole('link', { name: words.title, exact: true })).toHaveCount(0)
  await agent.goto('/desk/sources')
  await expect(agent.getByText(words.leadsOnlyText)).toBeVisible()
  expect((await agent.goto(source))?.status()).toBe(404)
})
