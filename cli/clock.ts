import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { answerJson, explainVector, vectorsIn } from '#domain/clock/vector.ts'
import { type Exit, type Language, languages, print, UnusableInput } from './usage.ts'

const MOST_CHARACTERS = 64 * 1024 * 1024

/** `hakku clock eval | explain`: deadlines from vectors on stdin; needs no settings and no database. */
export async function clock(args: string[]): Promise<Exit> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { lang: { type: 'string' } },
  })
  const [verb = ''] = positionals
  if (!['eval', 'explain'].includes(verb) || positionals.length > 1)
    throw new UnusableInput('hakku clock: expected eval or explain')
  const shown = languages(values.lang)
  const given = await readJson()
  if (verb === 'explain') return explain(given, shown)
  const answers = answerJson(given)
  console.log(JSON.stringify(answers))
  return hasRefusal(answers) ? 2 : 0
}

function explain(given: unknown, shown: readonly Language[]): Exit {
  let exit: Exit = 0
  for (const vector of vectorsIn(given))
    for (const language of shown) {
      const said = explainVector(vector, language)
      if (!said.ok) exit = 2
      print(...(said.ok ? said.value : [`${said.field}: ${said.reason}`]), '')
    }
  return exit
}

async function readJson(): Promise<unknown> {
  const given = await text(process.stdin)
  if (given.length > MOST_CHARACTERS) throw new UnusableInput('hakku clock: more than 64 MB of input')
  try {
    return JSON.parse(given)
  } catch {
    throw new UnusableInput('hakku clock: expected JSON on stdin')
  }
}

const hasRefusal = (answers: unknown): boolean =>
  Array.isArray(answers)
    ? answers.some(hasRefusal)
    : typeof answers === 'object' &&
      answers !== null &&
      ('error' in answers || ('vectors' in answers && hasRefusal(answers.vectors)))
