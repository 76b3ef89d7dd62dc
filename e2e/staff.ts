import type { Page } from '@playwright/test'
import { team } from '#prisma/demo/cast.ts'

/** Signs one of the demo's people in at the desk, with their button. */
export async function signIn(page: Page, role: keyof typeof team): Promise<void> {
  await page.goto('/desk/sign-in')
  await page.getByRole('button', { name: team[role].name }).click()
  await page.waitForURL('**/desk/requests**')
}
