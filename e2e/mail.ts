import { setTimeout as wait } from 'node:timers/promises'
import { listLocalMail } from '#data/local-outbox.ts'

export type ReceivedMail = Awaited<ReturnType<typeof listLocalMail>>[number]
export type Mailbox = {
  /** The oldest mail to `to`, sent since the story began and not yet taken, whose subject includes the words. */
  nextMail: (to: string, subjectIncludes: string, patienceMs?: number) => Promise<ReceivedMail>
  /** Takes mail until one holds a code, and answers its six digits. */
  nextCode: (to: string) => Promise<string>
}

const CODE_WORDS = /Kode Anda|Your code/

/** @param dataDir where the portal keeps its local outbox */
export function openMailbox(dataDir: string): Mailbox {
  const openedAt = new Date().toISOString()
  const taken = new Set<string>()

  async function take(to: string, wanted: (subject: string) => boolean, what: string, patienceMs = 20_000) {
    const seen = new Set<string>()
    for (const giveUpAt = performance.now() + patienceMs; performance.now() < giveUpAt; await wait(200)) {
      const mails = (await listLocalMail(dataDir)).filter((mail) => mail.to === to && mail.at >= openedAt).reverse()
      for (const { subject } of mails) seen.add(subject)
      const mail = mails.find(({ id, subject }) => !taken.has(id) && wanted(subject))
      if (!mail) continue
      taken.add(mail.id)
      return mail
    }
    throw new Error(
      `No mail to ${to} about ${what} in ${patienceMs} ms; there were: ${[...seen].join(' | ') || 'none'}`,
    )
  }

  return {
    nextMail: (to, words, patienceMs) => take(to, (subject) => subject.includes(words), words, patienceMs),
    nextCode: async (to) => {
      const { text } = await take(to, (subject) => CODE_WORDS.test(subject), 'a code')
      const code = /\b(\d{3}) ?(\d{3})\b/.exec(text)
      if (!code) throw new Error('The mail holds no code of six digits')
      return `${code[1]}${code[2]}`
    },
  }
}
