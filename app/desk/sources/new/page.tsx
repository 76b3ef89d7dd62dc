import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { CONNECTION_FIELDS } from '#domain/source/connection-form.ts'
import { SOURCE_KINDS } from '#domain/source/kind.ts'
import { CameBack } from '../../came-back.tsx'
import { DeskFrame } from '../../desk-frame.tsx'
import { sourceLabel } from '../../labels.ts'
import { chosenController, NoSources, type Search } from '../managed.tsx'
import { NewSourceForm } from './new-source-form.tsx'

const Kind = z.enum(SOURCE_KINDS).nullable().catch(null)

export const generateMetadata = async () => ({ title: (await translator('sources'))('new.title') })

/** First which kind, then what that kind needs. */
export default async function AddSource({ searchParams }: { searchParams: Search }) {
  const { controller } = await chosenController(searchParams)
  const [t, form] = [await translator('sources'), await shownForm()]
  if (!controller) return <NoSources />
  const kind = Kind.parse(form.value('kind') ?? (await searchParams)['kind'])
  const here = `/desk/sources/new?controller=${controller.id}`
  return (
    <DeskFrame current="sources">
      <p className="mb-2">
        <a href={`/desk/sources?controller=${controller.id}`}>{t('back')}</a>
      </p>
      <CameBack labelOf={sourceLabel(t)} />
      <h1 className="mb-1 text-xl">{t('new.title')}</h1>
      <p className="mb-4 text-muted">{controller.name}</p>
      {kind ? (
        <NewSourceForm controllerId={controller.id} kind={kind} here={here} />
      ) : (
        <>
          <p className="mb-4 max-w-page">{t('new.intro')}</p>
          <h2 className="mb-2 text-base">{t('new.kindTitle')}</h2>
          <ul className="grid max-w-page gap-2">
            {SOURCE_KINDS.filter((each) => CONNECTION_FIELDS[each].length > 0).map((each) => (
              <li key={each}>
                <a
                  href={`${here}&kind=${each}`}
                  className="block rounded-md border border-line bg-sheet px-4 py-3 no-underline hover:border-edge"
                >
                  <span className="block font-semibold">{t(`kind.${each}`)}</span>
                  <span className="block text-sm text-muted">{t(`kindText.${each}`)}</span>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </DeskFrame>
  )
}
