import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { listRecipients } from '#data/recipients/list.ts'
import { listSources } from '#data/sources/list.ts'
import { CameBack } from '../../came-back.tsx'
import { DeskFrame } from '../../desk-frame.tsx'
import { recipientLabel } from '../../labels.ts'
import { ControllerTabs, chosenController, NoSources, type Search } from '../managed.tsx'
import { RECIPIENTS } from './on-recipient.ts'
import { RecipientFields } from './recipient-fields.tsx'
import { RecipientsTable } from './recipients-table.tsx'

const Done = z.literal('registered').nullable().catch(null)

export const generateMetadata = async () => ({ title: (await translator('sources'))('recipient.title') })

/** Whoever gets data from a controller's sources, and who of them owes an answer. */
export default async function Recipients({ searchParams }: { searchParams: Search }) {
  const { actor, controllers, controller } = await chosenController(searchParams)
  const t = await translator('sources')
  const recipients = controller && (await listRecipients(actor, controller.id))
  if (!controller || !recipients) return <NoSources />
  const sources = (await listSources(actor, controller.id)) ?? []
  const done = Done.parse((await searchParams)['done'])
  return (
    <DeskFrame current="sources">
      <p className="mb-2">
        <a href={`/desk/sources?controller=${controller.id}`}>{t('back')}</a>
      </p>
      <CameBack labelOf={recipientLabel(t)} />
      {done && <Banner tone="ok" title={t(`done.${done}`)} />}
      <h1 className="mb-1 text-xl">{t('recipient.title')}</h1>
      <p className="mb-4 max-w-page text-muted">{t('recipient.intro')}</p>
      <ControllerTabs controllers={controllers} current={controller} base={RECIPIENTS} />
      <div className="mb-5">
        {recipients.length === 0 ? (
          <p className="text-muted">{t('recipient.none')}</p>
        ) : (
          <RecipientsTable
            caption={t('recipient.list', { name: controller.name })}
            recipients={recipients}
            zone={controller.zone}
          />
        )}
      </div>
      <Card title={t('recipient.add')}>
        <form method="post" action={`${RECIPIENTS}/entries`} noValidate className="max-w-page">
          <input type="hidden" name="controllerId" value={controller.id} />
          <RecipientFields sources={sources} />
          <Button>{t('recipient.add')}</Button>
        </form>
      </Card>
    </DeskFrame>
  )
}
