import { handle } from '#app/_server/handle.ts'
import { askPreview } from '#data/sources/ask.ts'
import { AskedPreview } from '#domain/source/form.ts'
import { asking } from '../../on-source.ts'

export const { GET, POST } = handle({ ...asking('preview'), input: AskedPreview, verb: askPreview })
