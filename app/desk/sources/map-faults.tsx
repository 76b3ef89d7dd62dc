import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'

/** Every mistake of a map that came back, with its line, so that all can be mended at once. */
export async function MapFaults({ yaml }: { yaml: string | undefined }) {
  const [t, locale] = [await translator('sources'), await currentLocale()]
  if (!yaml?.trim()) return null
  const read = readDataset(yaml)
  if (read.ok && read.value.length === 1) return null
  const problems = read.ok
    ? [{ line: 1, path: '', fix: t('faults.one') }]
    : read.problems.map(({ fix, ...where }) => ({ ...where, fix: fix[locale] }))
  return (
    <div className="mb-4 rounded-md border-l-4 border-bad bg-bad-wash px-4 py-3">
      <p className="font-semibold">{t('faults.title', { n: problems.length })}</p>
      <ul className="mt-1 list-disc pl-5">
        {problems.map(({ line, path, fix }) => (
          <li key={`${line} ${path} ${fix}`}>
            {t('faults.line', { line })}
            {path && (
              <>
                , <span className="font-mono text-xs break-all">{path}</span>
              </>
            )}
            : {fix}
          </li>
        ))}
      </ul>
    </div>
  )
}
