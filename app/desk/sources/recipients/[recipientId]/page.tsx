import { notFound } from 'next/navigation'
import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { findRecipient } from '#data/recipients/list.ts'
import { listSources } from '#data/sources/list.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import { CameBack } from '../../../came-back.tsx'
import { DeskFrame } from '../../../desk-frame.tsx'
import { recipientLabel } from '../../../labels.ts'
import type { Search } from '../../managed.tsx'
import { RECIPIENTS, recipientAddress } from '../on-recipient.ts'
import { RecipientFields } from '../recipient-fields.tsx'

type Props = { params: Promise<{ recipientId: string }>; searchParams: Search }

const Done = z.enum(['changed', 'ended']).nullable().catch(null)

export const generateMetadata = async () => ({ title: (await translator('sources'))('recipient.title') })

/** One recipient, to be corrected or ended. */
export default async function RecipientPage({ params, searchParams }: Props) {
  const { actor } = await requireStaff()
  const recipientId = z.uuid().safeParse((await params).recipientId)
  const found = recipientId.success ? await findRecipient(actor, recipientId.data) : null
  if (!found) notFound()
  const { recipient, zone } = found
  const [t, locale] = [await translator('sources'), await currentLocale()]
  const sources = (await listSources(actor, recipient.controllerId)) ?? []
  const done = Done.parse((await searchParams)['done'])
  const here = recipientAddress({ recipientId: recipient.id })
  return (
    <DeskFrame current="sources">
      <p className="mb-2">
        <a href={`${RECIPIENTS}?controller=${recipient.controllerId}`}>{t('recipient.title')}</a>
      </p>
      <CameBack labelOf={recipientLabel(t)} />
      {done && <Banner tone="ok" title={t(`done.${done}`)} />}
      <h1 className="mb-4 text-xl">{recipient.name}</h1>
      {recipient.endedAt ? (
        <p>{t('recipient.ended', { when: formatInstant(recipient.endedAt, zone, locale) })}</p>
      ) : (
        <div className="grid items-start gap-x-5 xl:grid-cols-[minmax(0,1fr)_320px]">
          <Card title={t('recipient.changeTitle')}>
            <form method="post" action={`${here}/changes`} noValidate className="max-w-page">
              <input type="hidden" name="version" value={recipient.version} />
              <RecipientFields known={recipient} sources={sources} />
              <Button>{t('recipient.change')}</Button>
            </form>
          </Card>
          <Card dense title={t('recipient.endTitle')}>
            <p className="mb-3 text-muted">{t('recipient.endText')}</p>
            <form method="post" action={`${here}/end`}>
              <input type="hidden" name="version" value={recipient.version} />
              <Button slim look="danger">
                {t('recipient.end')}
              </Button>
            </form>
          </Card>
        </div>
      )}
    </DeskFrame>
  )
}
