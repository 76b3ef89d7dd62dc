import { handle } from '#app/_server/handle.ts'
import { askCheck } from '#data/sources/ask.ts'
import { OnSource } from '#domain/source/form.ts'
import { asking } from '../../on-source.ts'

export const { GET, POST } = handle({ ...asking('state'), input: OnSource, verb: askCheck })
