import { existsSync, readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const SKIPPED = /^(node_modules|\.next|\.hakku|\.git|test-results|playwright-report)$|^prisma\/generated$/
const NOT_TEXT = /\.(png|jpg|ico|woff2?|pdf|zip|tsbuildinfo|hakku)$|^package-lock\.json$/

function walk(folder: string): string[] {
  return readdirSync(folder || '.', { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (SKIPPED.test(path)) return []
    return entry.isDirectory() ? walk(path) : [path]
  })
}

const paths = walk('')
const texts = new Map(
  paths.filter((path) => !NOT_TEXT.test(path)).map((path) => [path, readFileSync(path, 'utf8')] as const),
)
const read = (path: string): string => texts.get(path) ?? ''
const isTest = (path: string) =>
  /\.test\.tsx?$|(^|\/)test-[a-z-]+\.tsx?$|^(e2e|bench)\/|^connectors\/(scratch-database|suite\/)/.test(path)
const code = [...texts.keys()].filter((path) => /\.(tsx?|mjs)$/.test(path) && path !== 'next-env.d.ts')
const product = code.filter((path) => !isTest(path))

const containing = (pattern: RegExp, among: readonly string[] = product) =>
  among.filter((path) => pattern.test(read(path)))

/** Offenders, less those with a reason to be one; an excuse that nobody needs any more is an offence too. */
function unexcused(offenders: readonly string[], excused: Readonly<Record<string, string>>): string[] {
  const idle = Object.keys(excused).filter((path) => !offenders.includes(path))
  return [...offenders.filter((path) => !(path in excused)), ...idle.map((path) => `${path} needs no excuse`)]
}

test('the checks see the project', () => {
  expect(product.length).toBeGreaterThan(150)
})

describe('what the house never does', () => {
  const never: Record<string, RegExp> = {
    'a server action': /^\s*['"]use server['"]/m,
    'SQL put together from text': /\$(query|execute)RawUnsafe\b|\bPrisma\.raw\b/,
    'HTML put together from text': /dangerouslySetInnerHTML|\.innerHTML\s*=|insertAdjacentHTML/,
    'the image optimizer': /from 'next\/(image|og|legacy\/image)'/,
    'a switched-off type check': /@ts-(ignore|nocheck|expect-error)/,
    'code made from text': /\beval\(|new Function\(/,
  }
  test.each(Object.entries(never))('%s', (_, pattern) => expect(containing(pattern)).toEqual([]))

  test('an inline style, which the content security policy refuses', () => {
    const screens = product.filter((path) => path.startsWith('app/') && path.endsWith('.tsx'))
    expect(containing(/\bstyle=\{/, screens)).toEqual([])
  })
  test('naming a folder of one person’s machine', () => {
    expect(containing(/(?<![\w.)}/])\/(work|Users|root)\/[a-z]/, [...texts.keys()])).toEqual([])
  })
})

test('a file that runs in the browser says so in its name', () => {
  const offenders = product.filter((path) => /^\s*['"]use client['"]/.test(read(path)) !== path.endsWith('.client.tsx'))
  expect(unexcused(offenders, FRAMEWORK_NAMES)).toEqual([])
})
const FRAMEWORK_NAMES = {
  'app/error.tsx': 'the framework gives this name to a file that runs in the browser',
  'app/global-error.tsx': 'the framework gives this name to a file that runs in the browser',
}

test('domain is told the time and the dice, it never asks', () => {
  const asking = /new Date\(|Date\.now|Temporal\.Now|performance\.now|Math\.random|randomUUID|getRandomValues|process\./
  expect(
    containing(
      asking,
      product.filter((path) => path.startsWith('domain/')),
    ),
  ).toEqual([])
})

test('a job is told the time, so that a simulated year needs no other jobs', () => {
  const asking = containing(
    /new Date\(\)|Date\.now|Temporal\.Now/,
    product.filter((path) => path.startsWith('jobs/')),
  )
  expect(unexcused(asking, { 'jobs/worker.ts': 'the edge: it tells every job the time' })).toEqual([])
})

test('only env.ts reads the environment', () => {
  expect(unexcused(containing(/process\.env\b|\benv\b.* from 'node:process'/), ENVIRONMENT_READERS)).toEqual([])
})
const ENVIRONMENT_READERS: Record<string, string> = {
  'env.ts': 'the one reader',
  'install.mjs': 'runs before anything is installed, zod included',
  'playwright.config.ts': 'told by its set-up where browser and portal are',
  'test.ts': 'hands its surroundings to what it starts',
}

test('what changes a row records an event', () => {
  const writes =
    /\.(create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|delete|deleteMany|upsert)\(\s*\{|\$executeRaw\b|\b(insert into|delete from|update \w+ set)\b/
  const silent = containing(
    writes,
    product.filter((path) => path.startsWith('data/')),
  ).filter((path) => !/\brecord\w*\(/.test(read(path)))
  expect(unexcused(silent, SILENT_WRITERS)).toEqual([])
})
const SILENT_WRITERS: Record<string, string> = {
  'data/corrections/dispute.ts': 'part of issuing a statement or a certificate, which is recorded',
  'data/corrections/load.ts': 'part of proposing, changing or removing a correction, which is recorded',
  'data/holds/preview.ts': 'counts a preview anew for the hold that its callers record',
  'data/clocks/insert.ts': 'its callers hand it the event that set the dates',
  'data/clocks/recompute-all.ts': 'notes how far it came; each date it moves is an event of its request',
  'data/audit/seal-log.ts': 'puts events already recorded into the log; an event about it would need sealing too',
  'data/codes/find-unsent.ts': 'forgets a code once it is mailed; that it was sent is an event of its own',
  'data/drafts/answer.ts': 'nothing is filed yet: a draft is nobody’s request',
  'data/drafts/submit.ts': 'notes in the draft what file.ts records as received',
  'data/drop-expired.ts': 'deletes drafts and counters whose time has passed; they are nobody’s request',
  'data/inquiries/cancel.ts': 'part of ending a request or giving up a task, which records',
  'data/inquiries/take-callback.ts': 'keeps what a system states until it has confirmed it; its answer is the event',
  'data/keys/controller-keys.ts': 'keys are made with the controller and rewrapped by an operator',
  'data/keys/holders.ts': 'the rotation that calls it records which key gave way to which',
  'data/keys/request-key.ts': 'the request’s key is born and destroyed with what its caller records',
  'data/ledger/enter.ts':
    'part of finishing an erasure, which records: millions of rows do not fit into one transaction',
  'data/parts/drop.ts': 'part of ending a request or a task, which records; nobody is told of answers kept for a while',
  'data/outbox.ts': 'moves events; it makes none',
  'data/sessions/find.ts': 'notes when a session was last seen; opening and ending it are the events',
  'data/sessions/limit-attempts.ts': 'counts tries of somebody who is nobody yet',
  'data/signing-keys/ensure.ts': 'belongs to the installation, not to a controller with an event log',
  'data/recipients/sources.ts': 'part of registering or changing a recipient, which record',
  'data/sources/claim-check.ts': 'a claim is a lease; asking was the event, and what the answer changes is another',
  'data/sources/connect.ts': 'run by the operator’s seed, before anybody acts',
  'data/sources/reconnect.ts': 'run by the operator’s seed when its own server moved to another port',
  'data/subject-sessions/leave.ts': 'ends a sign-in; the sign-in was recorded when the code was accepted',
  'data/subject-sessions/start.ts': 'part of accepting a code, which records',
  'data/tasks/claim.ts': 'a claim is a lease; finishing or failing the task is the event',
  'data/users/create.ts': 'run by the operator’s seed, before anybody acts',
  'data/users/choose-language.ts': 'a preference about the reader’s own screen and mails; it touches no request',
  'data/redactions/load.ts': 'part of deciding or undoing, which records',
  'data/vault/remove.ts': 'removes files on behalf of a caller that records why',
  'data/vault/write.ts': 'notes a file on behalf of a caller that records why',
}

test('every job is in the list', () => {
  const list = read('jobs/index.ts')
  const jobs = containing(
    /= define(Job|Schedule)\(/,
    product.filter((path) => path.startsWith('jobs/')),
  )
  const missing = jobs.filter((path) => !list.includes(`'./${path.slice('jobs/'.length)}'`))
  expect(missing).toEqual([])
})

describe('sizes and names', () => {
  test('no file is longer than 300 lines', () => {
    const long = code.filter((path) => read(path).trimEnd().split('\n').length > 300)
    expect(long).toEqual([])
  })
  test('no function is longer than 70 lines', () => {
    expect(product.flatMap(longFunctions)).toEqual([])
  })
  test('a folder says what is in it', () => {
    expect(
      code.filter((path) => /(^|\/)(lib|libs|utils?|services?|helpers?|types|shared|common)\//.test(path)),
    ).toEqual([])
  })
  test('names are kebab-case', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/
    const route = /^(\((\w|-)+\)|\[{1,2}(\.\.\.)?\w+\]{1,2}|_?[a-z0-9-]+(\.[a-z]+)?|\.well-known)$/
    const wrong = code.filter((path) => {
      const parts = path.split('/')
      return !kebab.test(parts.pop() ?? '') || !parts.every((part) => route.test(part))
    })
    expect(wrong).toEqual([])
  })
})

function longFunctions(path: string): string[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const line = (position: number) => source.getLineAndCharacterOfPosition(position).line
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const lines = line(node.end) - line(node.getStart()) + 1
      if (lines > 70) found.push(`${path}:${line(node.getStart()) + 1} is ${lines} lines long`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** What a message waits to be given. Braces nest in turns: an argument, its branch, an argument in the branch. */
function gaps(message: string): string[] {
  let depth = 0
  return [...message.matchAll(/\{\s*(\w*)|\}|<(\w+)/g)].flatMap(([found, name, tag]) => {
    if (tag) return [`<${tag}>`]
    if (found === '}') depth -= 1
    else depth += 1
    return name && depth % 2 === 1 && found !== '}' ? [`{${name}}`] : []
  })
}

test('what a message waits for is read through its branches', () => {
  const nested = gaps('{n, plural, one {once} other {{n} times for <b>{who}</b>}}')
  expect([...new Set(nested)].sort()).toEqual(['<b>', '{n}', '{who}'])
})

test('both languages say the same things about the same values', () => {
  const flat = (value: unknown, name: string): [string, string[]][] =>
    typeof value === 'string'
      ? [[name, [...new Set(gaps(value))].sort()]]
      : Object.entries(value as object).flatMap(([key, inner]) => flat(inner, name ? `${name}.${key}` : key))
  const language = (code: string) => Object.fromEntries(flat(JSON.parse(read(`messages/${code}.json`)), ''))
  const indonesian = language('id')
  expect(Object.keys(indonesian).length).toBeGreaterThan(20)
  expect(language('en')).toEqual(indonesian)
})

test('every mail has a name on the timeline, and every name a mail', () => {
  const templates = readdirSync('emails/templates').map((file) => file.replace(/\.tsx$/, ''))
  expect(Object.keys(JSON.parse(read('messages/id.json')).desk.noticeName).sort()).toEqual(templates.sort())
})

test('every field of the schema says whether it is kept, sealed or erased, and why', () => {
  const schema = read('prisma/schema.prisma')
  const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)]
  const names = new Set(models.map(([, name]) => name))
  const silent = models.flatMap(([, model, body = '']) =>
    body
      .split('\n')
      .map((text) => /^\s+(\w+)\s+(\w+)(\[\]|\?)?/.exec(text)?.concat(text))
      .filter((field) => field && !names.has(field[2] ?? '') && !/\/\/\/ (keep|seal|erase): \S+/.test(field[4] ?? ''))
      .map((field) => `${model}.${field?.[1]}`),
  )
  expect(models.length).toBeGreaterThan(15)
  expect(silent).toEqual([])
})

test('what the threat model says proves something is there', () => {
  const named = [...read('docs/threat-model.md').matchAll(/`([^`]+\.ts)`/g)].map(([, path = '']) => path)
  expect(named.length).toBeGreaterThan(40)
  expect(named.filter((path) => !existsSync(path))).toEqual([])
})

test('npm run check and npm test stay what the pipeline calls', () => {
  expect(existsSync('.ci/run') && read('.ci/run')).toContain('npm test')
})
