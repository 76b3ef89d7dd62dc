import { z } from 'zod'
import { DatasetFile } from './schema.ts'

/** The dataset file as JSON Schema 2020-12, for editors; published as docs/dataset.schema.json (`hakku source schema`). */
export const datasetJsonSchema = (): object => ({
  title: 'Hakku dataset',
  description: 'A fideslang Dataset with additions under hakku_meta. Other keys are allowed and ignored.',
  ...z.toJSONSchema(DatasetFile, { io: 'input', reused: 'ref' }),
})
