import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml'
import type { z } from 'zod'
import { type Ok, ok, type Refusal } from '#domain/result.ts'
import { contradictions } from './contradictions.ts'
import type { Dataset, Label } from './dataset.ts'
import {
  anotherValue,
  atLeast,
  atMost,
  FIX,
  isFixName,
  mendYaml,
  nestAtMost,
  oneOf,
  removeKeys,
  valueOfType,
} from './fixes.ts'
import { datasetFrom } from './from-source.ts'
import { DatasetFile } from './schema.ts'

const MAX_BYTES = 1_048_576
const MAX_DEPTH = 40
const MAX_PROBLEMS = 50

/**
 * What is wrong in a dataset file. `line` counts from 1; `path` is like `dataset[0].collections[2].name`; `fix` says in both
 * languages what to write.
 */
export type DatasetProblem = { line: number; path: string; fix: Label }
export type DatasetRefusal = Refusal<'invalid_dataset'> & { problems: readonly DatasetProblem[] }

type Path = readonly PropertyKey[]

const invalid = (problems: readonly DatasetProblem[]): DatasetRefusal => ({
  ok: false,
  reason: 'invalid_dataset',
  problems: problems.slice(0, MAX_PROBLEMS),
})
const whole = (fix: Label): DatasetRefusal => invalid([{ line: 1, path: '', fix }])

/**
 * Reads a fideslang Dataset file (grammar: schema.ts). The file is hostile: at most 1 MiB, 40 levels, plain YAML 1.2
 * without anchors, aliases or tags. Never throws; every problem says where it is and what to write instead.
 */
export function readDataset(text: string): Ok<readonly Dataset[]> | DatasetRefusal {
  if (new TextEncoder().encode(text).length > MAX_BYTES) return whole(FIX.too_large)
  if (nesting(text) > MAX_DEPTH) return whole(nestAtMost(MAX_DEPTH))
  const lines = new LineCounter()
  const document = parse(text, lines)
  if (!document) return whole(nestAtMost(MAX_DEPTH))
  const broken = [...document.errors, ...document.warnings].map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    path: '',
    fix: mendYaml(error.code),
  }))
  if (broken.length > 0) return invalid(broken)
  const foreign = notPlain(document.contents, lines)
  if (foreign.length > 0) return invalid(foreign)

  const locate = (path: Path, fix: Label): DatasetProblem => ({
    line: lineOf(document, path, lines),
    path: written(path),
    fix,
  })
  const parsed = DatasetFile.safeParse(document.toJS({ maxAliasCount: 0 }))
  if (!parsed.success) return invalid(parsed.error.issues.map((issue) => locate(issue.path, fixFor(issue))))
  const wrong = contradictions(parsed.data).map(({ path, fix }) => locate(path, fix))
  return wrong.length > 0 ? invalid(wrong) : ok(parsed.data.dataset.map(datasetFrom))
}

/** The parser recurses, so brackets and dashes are counted first. */
function nesting(text: string): number {
  let open = 0
  let deepest = 0
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++open)
    else if (character === ']' || character === '}') open = Math.max(0, open - 1)
  }
  const dashes = Math.max(0, ...[...text.matchAll(/(?:[-?:] ){9,}/g)].map(([run]) => run.length / 2))
  return Math.max(deepest, dashes)
}

function parse(text: string, lineCounter: LineCounter): Document.Parsed | null {
  try {
    return parseDocument(text, { schema: 'core', version: '1.2', uniqueKeys: true, logLevel: 'silent', lineCounter })
  } catch {
    return null // RangeError: block nesting deeper than the stack
  }
}

const startOf = (node: unknown, lines: LineCounter): number =>
  isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1

/** Anchors, aliases, tags and non-scalar keys: YAML that a dataset never needs and an attacker does. */
function notPlain(root: Node | null, lines: LineCounter): DatasetProblem[] {
  const problems: DatasetProblem[] = []
  const stack: { node: unknown; depth: number }[] = [{ node: root, depth: 0 }]
  for (let next = stack.pop(); next && problems.length < MAX_PROBLEMS; next = stack.pop()) {
    const { node, depth } = next
    const report = (fix: Label) => problems.push({ line: startOf(node, lines), path: '', fix })
    if (depth > MAX_DEPTH * 2) return [{ line: startOf(node, lines), path: '', fix: nestAtMost(MAX_DEPTH) }]
    if (isAlias(node)) report(FIX.no_alias)
    if ((isScalar(node) || isCollection(node)) && node.anchor) report(FIX.no_anchor)
    if ((isScalar(node) || isCollection(node)) && node.tag?.startsWith('!')) report(FIX.no_tag)
    if (isPair(node) && !isScalar(node.key)) report(FIX.plain_key)
    if (isPair(node)) stack.push({ node: node.key, depth }, { node: node.value, depth: depth + 1 })
    if (isMap(node) || isSeq(node)) for (const item of node.items) stack.push({ node: item, depth: depth + 1 })
  }
  return problems
}

function lineOf(document: Document.Parsed, path: Path, lines: LineCounter): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return startOf(node, lines)
  }
  return 1
}

const written = (path: Path): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${String(part)}`)).join('')

function fixFor(issue: z.core.$ZodIssue): Label {
  if (isFixName(issue.message)) return FIX[issue.message]
  if (issue.code === 'unrecognized_keys') return removeKeys(issue.keys.map((key) => key.slice(0, 40)).join(', '))
  if (issue.code === 'invalid_value') return oneOf(issue.values.join(', '))
  if (issue.code === 'invalid_type') return issue.expected === 'boolean' ? FIX.boolean : valueOfType(issue.expected)
  if (issue.code === 'too_big') return atMost(Number(issue.maximum))
  return issue.code === 'too_small' ? atLeast(Number(issue.minimum)) : anotherValue(issue.message)
}
