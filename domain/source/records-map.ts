import { RECORDS } from '../manual-task.ts'

/** The map of what a person looks after: no tables, one list of records and documents, given by hand. */
export const recordsMap = (key: string): string => `dataset:
  - fides_key: ${key.replaceAll('-', '_')}
    collections:
      - name: ${RECORDS}
        hakku_meta: {label: {id: Catatan dan dokumen, en: Records and documents}}
        fields:
          - {name: record, data_categories: [user.content], hakku_meta: {rectifiable: true, label: {id: Catatan, en: Record}}}
          - {name: document, data_categories: [system.operations]}
          - {name: name, data_categories: [user.content]}
`
