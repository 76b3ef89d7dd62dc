import { redirect } from 'next/navigation'
import { translator } from '#app/_server/i18n.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { listSettable } from '#data/controllers/find-settings.ts'
import { settingsAddress } from '#domain/settings.ts'
import { NoSettings } from './no-settings.tsx'

export const generateMetadata = async () => ({ title: (await translator('desk'))('settings.title') })

export default async function Settings() {
  const { actor } = await requireStaff()
  const [first] = await listSettable(actor)
  return first ? redirect(settingsAddress(first.slug)) : <NoSettings />
}
