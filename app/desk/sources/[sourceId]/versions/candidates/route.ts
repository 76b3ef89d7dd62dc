import { handle } from '#app/_server/handle.ts'
import { askCandidateCheck } from '#data/sources/ask.ts'
import { CandidateMap } from '#domain/source/form.ts'
import { asking, MOST_MAP_BYTES } from '../../../on-source.ts'

export const { GET, POST } = handle({
  ...asking('versions'),
  input: CandidateMap,
  mostBytes: MOST_MAP_BYTES,
  verb: askCandidateCheck,
})
