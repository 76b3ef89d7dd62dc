import AxeBuilder from '@axe-core/playwright'
import { type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test'
import { DEVICES } from './devices.ts'
import { type Mailbox, openMailbox } from './mail.ts'

export { expect } from '@playwright/test'

type Story = {
  /** Another person's browser, with cookies of its own. */
  open: (device: keyof typeof DEVICES, options?: BrowserContextOptions) => Promise<Page>
  mail: Mailbox
  /** What browsers complained about; a story ends well only when it is empty. */
  complaints: string[]
}

/** A refused request (4xx) is an answer, not a fault; everything else a browser reports as an error is. */
const isAnswer = (text: string) => /^Failed to load resource: .* status of 4\d\d/.test(text)

function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (fault) => complaints.push(`${page.url()}: ${fault}`))
  page.on('console', (message) => {
    const broken = message.type() === 'error' || /Content.Security.Policy/i.test(message.text())
    if (broken && !isAnswer(message.text())) complaints.push(`${page.url()}: ${message.text()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.url()} answered ${response.status()}`)
  })
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    const own = protocol === 'data:' || protocol === 'blob:' || protocol === 'file:'
    if (!own && host !== new URL(process.env.HAKKU_URL ?? '').host) complaints.push(`asked ${host} for something`)
  })
}

export const test = base.extend<Story>({
  complaints: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what is wanted from the pattern
    async ({}, use) => {
      const complaints: string[] = []
      await use(complaints)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
  page: async ({ page, complaints }, use) => {
    listen(page, complaints)
    await use(page)
  },
  open: async ({ browser, baseURL, complaints }, use) => {
    const opened: Page[] = []
    await use(async (device, options) => {
      // A story without JavaScript is told by its teller alone: others' browsers are as usual.
      const context = await browser.newContext({
        javaScriptEnabled: true,
        ...DEVICES[device],
        ...(baseURL && { baseURL }),
        ...options,
      })
      const page = await context.newPage()
      listen(page, complaints)
      opened.push(page)
      return page
    })
    await Promise.all(opened.map((page) => page.context().close()))
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above
  mail: async ({}, use) => {
    await use(openMailbox(process.env.DATA_DIR ?? ''))
  },
})

/** WCAG 2.2 AA and axe's best practices. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const told = violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target}`))
  expect(told, `axe on ${page.url()}`).toEqual([])
}

export async function expectNoSideScroll(page: Page): Promise<void> {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }))
  expect(content, `width of ${page.url()} in a window of ${window} px`).toBeLessThanOrEqual(window)
}
