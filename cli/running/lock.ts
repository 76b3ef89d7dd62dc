import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join, relative } from 'node:path'
import { AlreadyRunningError } from '#prisma/embedded.ts'

const LONGEST_SOCKET_PATH = 100

const answers = (path: string): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(path)
    socket.once('connect', () => done(true)).once('error', () => done(false))
    socket.once('connect', () => socket.destroy())
  })

/**
 * One Hakku per data folder. A socket, not a file with a number in it: it dies with its process, however that ends.
 * @returns a function that lets go
 * @throws AlreadyRunningError when another process holds the folder
 */
export async function lockFolder(dataDir: string): Promise<() => Promise<void>> {
  const absolute = join(dataDir, 'running.sock')
  const path =
    [absolute, relative(process.cwd(), absolute)].sort((one, other) => one.length - other.length)[0] ?? absolute
  if (path.length > LONGEST_SOCKET_PATH) throw new Error(`DATA_DIR: expected a shorter path than ${dataDir}`)
  if (await answers(path))
    throw new AlreadyRunningError(
      `Another Hakku already runs on the data in ${dataDir} (see run.json there). Stop it first, or set DATA_DIR to another folder.`,
    )
  rmSync(path, { force: true })
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(path, listening)
  })
  return () => new Promise((closed) => server.close(() => closed()))
}
