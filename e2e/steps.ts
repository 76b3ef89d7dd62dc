import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Right } from '#domain/request.ts'
import en from '#messages/en.json' with { type: 'json' }
import id from '#messages/id.json' with { type: 'json' }
import type { Mailbox } from './mail.ts'
import { signIn } from './staff.ts'
import { expect, expectAccessible, expectNoSideScroll } from './story.ts'

export type Language = 'id' | 'en'
export const WORDS = { id, en }

export type Person = { name: string; email: string }

/**
 * Every page of a story is fit for a narrow phone and for axe, which looks from a browser of its own that runs scripts;
 * there the page is what the server sent, which a browser mends silently where its tags do not nest.
 */
export async function expectGoodPage(page: Page): Promise<void> {
  await expectNoSideScroll(page)
  const browser = page.context().browser()
  if (!browser) throw new Error('a story has a browser')
  const context = await browser.newContext({
    storageState: await page.context().storageState(),
    viewport: page.viewportSize(),
    javaScriptEnabled: true,
  })
  const copy = await context.newPage()
  const faults: string[] = []
  copy.on('pageerror', (fault) => faults.push(fault.message))
  await copy.goto(page.url())
  await expectAccessible(copy)
  expect(faults).toEqual([])
  await context.close()
}

type Visit = { portal?: string; onDetails?: () => Promise<void> }

/** From the portal's start page to the receipt. @returns the reference */
export async function fileRequest(
  page: Page,
  language: Language,
  right: Right,
  person: Person,
  { portal = 'toko-sejahtera', onDetails }: Visit = {},
): Promise<string> {
  const words = WORDS[language].subject
  await page.goto(`/${portal}`)
  if (language === 'en') await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('link', { name: words.start.begin, exact: true }).click()
  await page.getByRole('radio', { name: words.right[right] }).check()
  await page.getByRole('button', { name: words.continue }).click()
  await page.getByRole('radio', { name: words.requester.subject }).check()
  await page.getByRole('button', { name: words.continue }).click()
  await page.getByLabel(words.contact.email).fill(person.email)
  await page.getByLabel(words.contact.name).fill(person.name)
  await page.getByRole('button', { name: words.continue }).click()
  await onDetails?.()
  await page.getByRole('button', { name: words.continue }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.check.title)
  await expect(page.getByText(person.email)).toBeVisible()
  await expectGoodPage(page)
  await page.getByRole('button', { name: words.check.send }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.receipt.title)
  const reference = /HK-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await page.textContent('main')) ?? '')?.[0]
  if (!reference) throw new Error('the receipt shows no reference')
  return reference
}

/** From the receipt, by the code that was mailed, to the status page. */
export async function proveIdentity(page: Page, language: Language, mail: Mailbox, person: Person): Promise<void> {
  const words = WORDS[language].subject
  await page.getByRole('button', { name: words.receipt.proveButton }).click()
  await page.getByLabel(words.code.label).fill(await mail.nextCode(person.email))
  await page.getByRole('button', { name: words.code.open }).click()
  await expect(page).toHaveURL(/\/requests\/HK-/)
}

/** Reloads until the page says so: subjects have no JavaScript, and the worker takes its time. */
export async function reloadUntil(page: Page, text: string, patienceMs = 30_000): Promise<void> {
  await expect(async () => {
    await page.reload()
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: patienceMs })
}

/** From the status page, by a fresh code, to the package. @returns the folder it was unpacked in, beside `package.zip` */
export async function downloadPackage(
  page: Page,
  language: Language,
  mail: Mailbox,
  { email }: Person,
  reference: string,
): Promise<string> {
  const words = WORDS[language].subject
  await page.getByRole('button', { name: words.package.ask }).click()
  await page.getByLabel(words.code.label).fill(await mail.nextCode(email))
  await page.getByRole('button', { name: words.package.open }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: words.package.download }).click(),
  ])
  expect(download.suggestedFilename()).toBe(`${reference}.zip`)
  const folder = mkdtempSync(join(tmpdir(), 'hakku-package-'))
  await download.saveAs(join(folder, 'package.zip'))
  execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, 'package.zip'), folder])
  return folder
}

/** One member of the team sends the request for approval, a second one approves. */
export async function approveAtDesk(
  open: (device: 'desktop') => Promise<Page>,
  reference: string,
  language: Language = 'id',
): Promise<void> {
  const words = WORDS[language].desk
  const agent = await open('desktop')
  await signIn(agent, 'agent')
  await agent.goto(`/desk/requests/${reference}?tab=review`)
  await agent.getByRole('button', { name: words.review.submit }).first().click()
  await expect(agent.getByText(words.done.submitted)).toBeVisible()
  await expect(agent.getByText(words.review.needsSecond)).toBeVisible()
  const reviewer = await open('desktop')
  await signIn(reviewer, 'reviewer')
  await reviewer.goto(`/desk/requests/${reference}?tab=review`)
  await expectAccessible(reviewer)
  await reviewer
    .getByRole('button', { name: new RegExp(`${words.review.approve}|${words.review.approveErase}`) })
    .click()
  await expect(reviewer.getByText(words.done.approved)).toBeVisible()
}
