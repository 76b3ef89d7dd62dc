import { createServer, type Socket } from 'node:net'
import { BSON, type BSONRegExp } from 'mongodb'

type Document = Record<string, unknown>
type Command = Document & { $db: string }
const OPTIONS = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true } as const
const OP_MSG = 2013

/** What a collection holds; a failure answers the command of that name. */
export type Held = {
  collections: Record<string, { documents: Document[]; validator?: object; unique?: string[] }>
  replicaSet: boolean
  users?: Document[]
  privileges?: Document[]
  fails: Record<string, { code: number } | 'hang' | 'hang up'>
  /** every command that came, in order */
  asked: Command[]
}

/**
 * For tests: so much of MongoDB's wire protocol (OP_MSG) and of its queries as the connector uses, for there is no server
 * to be had. It shows that the driver is used rightly, not what MongoDB itself does.
 */
export async function serveDocuments(held: Held): Promise<{ url: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    let buffer = Buffer.alloc(0)
    socket.on('data', (data) => {
      buffer = Buffer.concat([buffer, data])
      while (buffer.length >= 4 && buffer.length >= buffer.readInt32LE(0)) {
        const length = buffer.readInt32LE(0)
        answer(held, socket, buffer.subarray(0, length))
        buffer = buffer.subarray(length)
      }
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `mongodb://127.0.0.1:${port}/shop?directConnection=true`,
    close: () =>
      new Promise((closed) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => closed())
      }),
  }
}

function answer(held: Held, socket: Socket, message: Buffer): void {
  const id = message.readInt32LE(4)
  const isMsg = message.readInt32LE(12) === OP_MSG
  const command = isMsg ? commandIn(message) : ({ hello: 1, $db: 'admin' } as Command)
  const name = Object.keys(command)[0] ?? ''
  held.asked.push(command)
  const failure = Object.hasOwn(held.fails, name) ? held.fails[name] : undefined
  if (failure === 'hang') return
  if (failure === 'hang up') {
    socket.destroy()
    return
  }
  const reply = failure
    ? { ok: 0, code: failure.code, errmsg: `at ${socket.localPort}: secret` }
    : perform(held, name, command)
  socket.write(isMsg ? framed(id, reply) : legacy(id, reply))
}

/** Section 0 is the command, section 1 a list that belongs to it (documents of an update or delete). */
function commandIn(message: Buffer): Command {
  let at = 20
  let command: Document = {}
  const lists: Document = {}
  while (at < message.length) {
    const kind = message[at]
    const size = message.readInt32LE(at + 1)
    if (kind === 0) command = BSON.deserialize(message.subarray(at + 1, at + 1 + size), OPTIONS)
    else {
      const end = message.indexOf(0, at + 5)
      const documents: Document[] = []
      for (let from = end + 1; from < at + 1 + size; from += message.readInt32LE(from))
        documents.push(BSON.deserialize(message.subarray(from, from + message.readInt32LE(from)), OPTIONS))
      lists[message.toString('utf8', at + 5, end)] = documents
    }
    at += 1 + size
  }
  return { ...command, ...lists } as Command
}

function framed(to: number, reply: Document): Buffer {
  const body = BSON.serialize(reply)
  const head = Buffer.alloc(21)
  head.writeInt32LE(21 + body.length, 0)
  head.writeInt32LE(to, 8)
  head.writeInt32LE(OP_MSG, 12)
  return Buffer.concat([head, body])
}

/** The first greeting may come in the old form. */
function legacy(to: number, reply: Document): Buffer {
  const body = BSON.serialize(reply)
  const head = Buffer.alloc(36)
  head.writeInt32LE(36 + body.length, 0)
  head.writeInt32LE(to, 8)
  head.writeInt32LE(1, 12)
  head.writeInt32LE(1, 32)
  return Buffer.concat([head, body])
}

function perform(held: Held, name: string, command: Command): Document {
  const collection = held.collections[String(command[name])]
  const set = held.replicaSet ? { setName: 'rs', isWritablePrimary: true, hosts: [] } : { isWritablePrimary: true }
  switch (name) {
    case 'hello':
    case 'isMaster':
    case 'ismaster':
      return {
        ok: 1,
        helloOk: true,
        maxWireVersion: 25,
        minWireVersion: 0,
        logicalSessionTimeoutMinutes: 30,
        maxBsonObjectSize: 16 << 20,
        maxMessageSizeBytes: 48_000_000,
        maxWriteBatchSize: 100_000,
        ...set,
      }
    case 'connectionStatus':
      return {
        ok: 1,
        authInfo: { authenticatedUsers: held.users ?? [], authenticatedUserPrivileges: held.privileges ?? [] },
      }
    case 'listCollections':
      return batch(
        Object.entries(held.collections).map(([one, { validator }]) => ({
          name: one,
          type: 'collection',
          options: validator ? { validator } : {},
        })),
      )
    case 'listIndexes':
      return batch((collection?.unique ?? []).map((field) => ({ key: { [field]: 1 }, unique: true, name: field })))
    case 'aggregate':
      return batch(collection?.documents ?? [])
    case 'find':
      return batch((collection?.documents ?? []).filter((one) => fits(one, command.filter as Document)))
    case 'delete': {
      const before = collection?.documents.length ?? 0
      for (const { q } of command.deletes as { q: Document }[])
        if (collection) collection.documents = collection.documents.filter((one) => !fits(one, q))
      return { ok: 1, n: before - (collection?.documents.length ?? 0) }
    }
    case 'update': {
      const updates = command.updates as { q: Document; u: { $set?: Document; $unset?: Document } }[]
      const found = updates.flatMap(({ q, u }) =>
        (collection?.documents ?? []).filter((one) => fits(one, q)).map((one) => ({ one, u })),
      )
      for (const { one, u } of found) {
        Object.assign(one, u.$set)
        for (const field of Object.keys(u.$unset ?? {})) delete one[field]
      }
      return { ok: 1, n: found.length, nModified: found.length }
    }
    default:
      return { ok: 1 }
  }
}

const batch = (documents: Document[]): Document => ({
  ok: 1,
  cursor: { id: BSON.Long.ZERO, ns: 'shop.any', firstBatch: documents },
})

function fits(document: Document, filter: Document): boolean {
  return Object.entries(filter).every(([path, wanted]) => {
    if (path === '$or') return (wanted as Document[]).some((one) => fits(document, one))
    const found = valuesAt(document, path.split('.'))
    const { $in, $eq } = wanted as { $in?: unknown[]; $eq?: unknown }
    const all = $in ?? [$eq]
    return all.some((one) => found.some((value) => equal(value, one)) || (one === null && found.length === 0))
  })
}

function valuesAt(value: unknown, [step, ...rest]: string[]): unknown[] {
  if (step === undefined) return Array.isArray(value) ? [value, ...value] : [value]
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, [step, ...rest]))
  const inner = value && typeof value === 'object' && Object.hasOwn(value, step) ? (value as Document)[step] : undefined
  return inner === undefined ? [] : valuesAt(inner, rest)
}

/** Numbers are equal across their types; a regular expression fits texts. */
function equal(value: unknown, wanted: unknown): boolean {
  const regular = wanted as BSONRegExp
  if (regular?._bsontype === 'BSONRegExp')
    return typeof value === 'string' && new RegExp(regular.pattern, regular.options).test(value)
  const form = (one: unknown) => {
    const text = BSON.EJSON.stringify({ one }, { relaxed: false })
    const number = /\{"one":\{"\$number\w+":"(.*)"\}\}/.exec(text)?.[1]
    return number === undefined ? text : Number(number)
  }
  return form(value) === form(wanted)
}
