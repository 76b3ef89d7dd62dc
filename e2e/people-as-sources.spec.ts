import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signIn } from './staff.ts'
import { approveAtDesk, expectGoodPage, fileRequest, proveIdentity, reloadUntil, WORDS } from './steps.ts'
import { expect, test } from './story.ts'

const { tasks, sources, subject, errors } = WORDS.id
const ARCHIVIST = 'arsip@kurir.example'
const PERSON = { name: 'Wayan Sudarsana', email: 'wayan.sudarsana@example.id' }

test('records that only a person can reach: somebody outside is asked by a link that opens once, and answers', async ({
  open,
  mail,
}) => {
  test.setTimeout(150_000)
  const lead = await open('desktop', { javaScriptEnabled: false })
  await signIn(lead, 'lead')
  await lead.goto('/desk/sources')
  await lead.getByRole('link', { name: 'Nusantara Cloud' }).click()
  await lead.getByRole('link', { name: sources.add }).click()
  await lead.getByRole('link', { name: sources.kind.manual }).click()
  await lead.getByLabel(sources.new.name, { exact: true }).fill('Arsip kertas')
  await lead.getByLabel(sources.new.key, { exact: true }).fill('arsip')
  await lead.getByLabel(sources.new.region).selectOption('ID')
  await lead.getByLabel(sources.new.backupDays).fill('0')
  await lead.getByRole('button', { name: sources.new.go }).click()
  await expect(lead.getByLabel(sources.new.personName)).toHaveAttribute('aria-invalid', 'true')
  await lead.getByLabel(sources.new.personName).fill('Pak Arsip')
  await lead.getByLabel(sources.new.personEmail).fill(ARCHIVIST)
  await lead.getByLabel(sources.new.instructions).fill('Lemari A sampai C di gudang.')
  await lead.getByRole('button', { name: sources.new.go }).click()
  await lead.getByRole('button', { name: sources.check.use }).click()
  await expect(lead.getByText(sources.done.mapped)).toBeVisible()

  const page = await open('phone', { javaScriptEnabled: false })
  const reference = await fileRequest(page, 'id', 'access', PERSON, { portal: 'nusantara-cloud' })
  await proveIdentity(page, 'id', mail, PERSON)

  const asked = await mail.nextMail(ARCHIVIST, reference)
  expect(asked.text).not.toContain(PERSON.email)
  const link = /https?:\/\/\S+\/answers\/\S+/.exec(asked.text)?.[0] ?? ''
  await lead.goto('/desk/tasks')
  await expect(lead.getByRole('row').filter({ hasText: reference })).toContainText(tasks.outside)

  const archivist = await open('phone', { javaScriptEnabled: false })
  await archivist.goto(new URL(link).pathname)
  await expectGoodPage(archivist)
  await archivist.getByRole('button', { name: tasks.link.open }).click()
  await expect(archivist.getByText(PERSON.email)).toBeVisible()
  await expect(archivist.getByText('Lemari A sampai C di gudang.')).toBeVisible()
  await expectGoodPage(archivist)
  await archivist.getByLabel(tasks.documents.file).setInputFiles({
    name: 'kartu 12.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Kartu 12: Wayan Sudarsana, Denpasar'),
  })
  await archivist.getByRole('button', { name: tasks.documents.add }).click()
  await expect(archivist.getByText('kartu 12.txt')).toBeVisible()
  await archivist.getByRole('button', { name: tasks.answer.send }).click()
  await expect(archivist.getByText(errors.choose).first()).toBeVisible()
  await archivist.getByRole('radio', { name: tasks.result.held }).check()
  await archivist.getByLabel(tasks.answer.items).fill('Kartu 13: alamat lama di Ubud')
  await archivist.getByLabel(tasks.answer.note).fill('Dicari di lemari A, B dan C.')
  await archivist.getByRole('button', { name: tasks.answer.send }).click()
  await expect(archivist.getByText(tasks.state.answered)).toBeVisible()

  const stranger = await open('phone', { javaScriptEnabled: false })
  await stranger.goto(new URL(link).pathname)
  await stranger.getByRole('button', { name: tasks.link.open }).click()
  await expect(stranger.getByText(errors.link_used)).toBeVisible()

  await reloadUntil(page, subject.now.reviewing)
  const agent = await open('desktop')
  await signIn(agent, 'agent')
  await agent.goto(`/desk/requests/${reference}?tab=sources`)
  await expect(agent.getByRole('row').filter({ hasText: 'Arsip kertas' })).toContainText('2')
  await approveAtDesk(open, reference)
  await mail.nextMail(PERSON.email, 'jawaban untuk permohonan')
  await reloadUntil(page, subject.package.ask)
  await page.getByRole('button', { name: subject.package.ask }).click()
  await page.getByLabel(subject.code.label).fill(await mail.nextCode(PERSON.email))
  await page.getByRole('button', { name: subject.package.open }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: subject.package.download }).click(),
  ])
  const folder = mkdtempSync(join(tmpdir(), 'hakku-package-'))
  await download.saveAs(join(folder, 'package.zip'))
  execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, 'package.zip'), folder])
  expect(readFileSync(join(folder, 'data/arsip/records/kartu-12.txt'), 'utf8')).toContain('Denpasar')
  expect(JSON.parse(readFileSync(join(folder, 'data/arsip/records.json'), 'utf8'))).toHaveLength(2)
})
