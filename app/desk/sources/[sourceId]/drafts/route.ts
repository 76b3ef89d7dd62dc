import { handle } from '#app/_server/handle.ts'
import { askDraft } from '#data/sources/ask.ts'
import { OnSource } from '#domain/source/form.ts'
import { asking } from '../../on-source.ts'

export const { GET, POST } = handle({ ...asking('versions'), input: OnSource, verb: askDraft })
