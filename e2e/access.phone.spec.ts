import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { made, ratna, siti } from '#prisma/demo/people.ts'
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

for (const [language, right, person, told] of [
  ['id', 'access', { name: siti.name, email: siti.email }, 'jawaban untuk permohonan'],
  ['en', 'portability', { name: made.name, email: made.email }, 'request'],
] as const)
  test(`${right} in ${language}: filed on a phone without JavaScript, collected as a signed package`, async ({
    page,
    open,
    mail,
  }) => {
    const words = WORDS[language].subject
    const reference = await fileRequest(page, language, right, person)
    await expectGoodPage(page)
    if (right === 'access') await expect(page.getByText('UU PDP pasal 32').first()).toBeVisible()
    expect((await mail.nextMail(person.email, reference)).text).toContain(reference)

    await proveIdentity(page, language, mail, person)
    await reloadUntil(page, words.now.reviewing)
    await expectGoodPage(page)
    await approveAtDesk(open, reference)

    await mail.nextMail(person.email, told)
    await reloadUntil(page, words.package.ask)
    await expectGoodPage(page)
    const folder = await downloadPackage(page, language, mail, person, reference)
    const verified = execFileSync(
      process.execPath,
      [
        '--import',
        'tsx',
        'cli/hakku.ts',
        'verify',
        join(folder, 'package.zip'),
        '--jwks',
        new URL('/.well-known/jwks.json', page.url()).href,
      ],
      { encoding: 'utf8' },
    )
    expect(verified).not.toBe('')
    const orders = JSON.parse(readFileSync(join(folder, 'data/shop/orders.json'), 'utf8'))
    if (right === 'access') expect(orders).toHaveLength(siti.finds.orders)

    const reader = await open('phone')
    await reader.goto(`file://${join(folder, 'index.html')}`)
    await expect(reader.getByText(reference).first()).toBeVisible()
    await expectAccessible(reader)
  })

test('a request in somebody else’s name finds nothing about that person', async ({ page, open, mail }) => {
  const impostor = { name: ratna.name, email: 'not.ratna@example.id' }
  const reference = await fileRequest(page, 'id', 'access', impostor)
  await proveIdentity(page, 'id', mail, impostor)
  await reloadUntil(page, WORDS.id.subject.now.reviewing)
  const agent = await open('desktop')
  await signIn(agent, 'agent')
  await agent.goto(`/desk/requests/${reference}?tab=review`)
  await expect(agent.getByText(WORDS.id.errors.contact_not_on_file).first()).toBeVisible()
  await expect(agent.getByRole('button', { name: WORDS.id.desk.review.submit })).toHaveCount(0)
})
