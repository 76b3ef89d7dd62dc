'use client'
import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import { useEffect, useState } from 'react'

/** Solves an ALTCHA challenge in this page: no worker, no request to anybody. Without Web Crypto the wait remains. */
export function ProofOfWork({ challenge, busy, done }: { challenge: string; busy: string; done: string }) {
  const [solved, setSolved] = useState('')
  const [working, setWorking] = useState(false)
  useEffect(() => {
    if (!globalThis.crypto?.subtle) return
    const controller = new AbortController()
    const work = async () => {
      setWorking(true)
      const parsed = JSON.parse(challenge)
      const solution = await solveChallenge({ challenge: parsed, deriveKey, controller })
      if (solution) setSolved(JSON.stringify({ challenge: parsed, solution }))
    }
    work().catch(() => setWorking(false))
    return () => controller.abort()
  }, [challenge])
  if (!working) return null
  return (
    <p aria-live="polite" className="mb-4 font-semibold">
      {solved ? done : busy}
      {solved && <input type="hidden" name="solved" value={solved} />}
    </p>
  )
}
