import type { Dispute, PackageMaterial } from '#data/packages/find-material.ts'
import type { PackageCollection, PackageField } from './collection.ts'

const WORDS = {
  purpose: {
    id: 'Catatan kami atas data yang Anda bantah dan tidak dapat diganti',
    en: 'Our notes on data that you dispute and that could not be replaced',
  },
  label: { id: 'Data yang Anda bantah', en: 'Data that you dispute' },
  retention: { id: 'Selama data itu disimpan', en: 'As long as those data are kept' },
} as const

const FIELDS: readonly (keyof Dispute)[] = ['source', 'collection', 'field', 'statement', 'since']

async function* rowsOf(disputes: readonly Dispute[]): AsyncGenerator<readonly Dispute[]> {
  yield disputes
}

/** What the person disputes is handed out with the data it is about (PP 33/2026 art. 71(4)); none for most people. */
export function disputedCollection({ disputes, request }: PackageMaterial): PackageCollection[] {
  const { locale, right } = request
  if (disputes.length === 0 || right !== 'access') return []
  const field = (name: string): PackageField => ({
    name,
    type: 'text',
    categories: ['user.content.private'],
    purpose: WORDS.purpose[locale],
    basis: 'legal_obligation',
    retention: WORDS.retention[locale],
  })
  return [
    {
      source: 'hakku',
      collection: 'disputed',
      label: WORDS.label,
      fields: FIELDS.map(field),
      rows: rowsOf(disputes),
      heldBack: () => [],
    },
  ]
}
