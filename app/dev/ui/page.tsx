import { notFound } from 'next/navigation'
import { env } from '#env'
import { DeskGallery } from './desk-gallery.tsx'
import { SubjectGallery } from './subject-gallery.tsx'

export const metadata = { title: 'UI' }

/** Every component on one page, for looking at them: `/dev/ui` as subjects see them, `/dev/ui?desk` as staff do. Demo only. */
export default async function Gallery({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  if (env.HAKKU_ENV !== 'demo') notFound()
  return 'desk' in (await searchParams) ? <DeskGallery /> : <SubjectGallery />
}
