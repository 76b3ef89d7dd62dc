import { expect, test } from 'vitest'
import { later, newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { listLocalMail, readLocalMail } from '#data/local-outbox.ts'
import { askSubject } from '#data/questions/ask.ts'
import { replyToQuestion } from '#data/questions/reply.ts'
import { NOW, newController } from '#data/test-controller.ts'
import type { EventJob } from './define.ts'
import { mailClocksChanged } from './mail-clocks-changed.ts'
import { mailQuestion } from './mail-question.ts'

/** A request under Indonesian and French law that was asked a question a day after it came. */
async function asked() {
  const home = await newController({ jurisdictions: ['ID', 'EU'], memberState: 'FR' })
  const request = await newRequest({}, home)
  const { controllerId, requestId, reference, system, subject } = request
  const words = { about: 'clarification', question: 'Toko mana yang Anda maksud?' } as const
  const result = await askSubject(home.staff('agent'), { reference, version: 1, ...words }, later(60 * 24))
  if (!result.ok) throw new Error(result.reason)
  /** Runs a job twice for each event of its kind; gives the texts of the mails it sent. */
  const mailsOf = async (job: EventJob, type: string) => {
    const events = await transact(system, (tx) =>
      tx.event.findMany({ where: { requestId, type }, orderBy: { seq: 'asc' } }),
    )
    const context = { now: () => later(60 * 25), attempt: 1, signal: new AbortController().signal }
    for (const { id: eventId } of [...events, ...events]) await job.run({ eventId, controllerId, requestId }, context)
    const ids = new Set(events.map(({ id }) => id))
    const mails = (await listLocalMail()).filter(({ id }) => ids.has(id.split('.').at(-1) ?? ''))
    return Promise.all(mails.map(async ({ id }) => (await readLocalMail(id))?.text ?? ''))
  }
  return { mailsOf, reply: () => replyToQuestion(subject, { reply: 'Bandung' }, NOW.add({ hours: 24 * 4 })) }
}

test('a question is one mail, which says what waits, without a date, and what runs on, with its own', async () => {
  const { mailsOf } = await asked()
  expect(await mailsOf(mailClocksChanged, 'clocks.changed')).toEqual([])
  const [mail = '', ...others] = await mailsOf(mailQuestion, 'question.asked')
  expect(others).toEqual([])
  const [, waits = '', runs = ''] = mail.split(/Yang menunggu jawaban Anda|Yang tetap berjalan/)
  expect(waits).toMatch(/Jawaban permohonan \(GDPR pasal 12\(3\)\): menunggu jawaban Anda/)
  expect(waits).not.toContain('2026')
  expect(runs).toMatch(/Kami wajib memberi akses .* Senin, 23 November 2026 pukul 15\.04 WIB \(UU PDP pasal 32\)/)
  expect(mail).not.toContain('21 Desember')
})

test('the answer gives a date again, told as the whole day it is', async () => {
  const { mailsOf, reply } = await asked()
  expect(await reply()).toMatchObject({ ok: true })
  const [mail = '', ...others] = await mailsOf(mailClocksChanged, 'clocks.changed')
  expect(others).toEqual([])
  expect(mail).toMatch(/Sebelumnya: menunggu jawaban Anda\s+Sekarang: Rabu, 23 Desember 2026\n/)
  expect(mail).not.toMatch(/Desember 2026 pukul/)
})
