'use client'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { largestCertificateBytes, type Verdict, verifyCertificate } from '#domain/certificate/verify.ts'
import { VerdictShown } from './verdict.client.tsx'
import type { VerifyWords } from './verify-words.client.tsx'

type State = { stage: 'waiting' | 'checking' | 'no_keys' } | { stage: 'done'; verdict: Verdict; fileName: string }

/** Picks or takes a file and checks it here. The only request is for this origin's public keys. */
export function CheckCertificate({ words, locale }: { words: VerifyWords; locale: 'id' | 'en' }) {
  const [state, setState] = useState<State>({ stage: 'waiting' })
  const [isReady, setIsReady] = useState(false)
  const [isOver, setIsOver] = useState(false)
  const result = useRef<HTMLDivElement>(null)
  useEffect(() => setIsReady(true), [])
  useEffect(() => {
    if (state.stage === 'done') result.current?.focus()
  }, [state])

  const check = async (file: File | undefined) => {
    if (!file) return
    setState({ stage: 'checking' })
    try {
      const answer = await fetch('/.well-known/jwks.json')
      const jwks = await answer.json()
      // One byte more than the largest is enough to be refused as too large.
      const bytes = new Uint8Array(await file.slice(0, largestCertificateBytes + 1).arrayBuffer())
      setState({ stage: 'done', verdict: await verifyCertificate(bytes, jwks), fileName: file.name })
    } catch {
      setState({ stage: 'no_keys' })
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    void check(event.dataTransfer.files[0])
  }
  if (!isReady) return null // without script the page says what to do instead
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a larger target for the pointer; the input inside works without it */}
      <div
        onDrop={drop}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        className={`mb-6 rounded-lg border-2 border-dashed p-6 ${isOver ? 'border-brand bg-brand-wash' : 'border-edge bg-sheet'}`}
      >
        <label htmlFor="file" className="mb-2 block font-semibold">
          {words.label}
        </label>
        <input
          id="file"
          type="file"
          accept=".jws,.json,.txt,application/jose"
          onChange={(event) => void check(event.target.files?.[0])}
          className="block w-full min-w-0 text-sm file:mr-3 file:min-h-11 file:cursor-pointer file:rounded-md file:border-0 file:bg-brand file:px-4 file:font-semibold file:text-brand-ink"
        />
        <p className="mt-2 text-sm text-muted">{words.drop}</p>
      </div>
      <div ref={result} tabIndex={-1} aria-live="polite" className="outline-none">
        {state.stage === 'checking' && <p>{words.checking}</p>}
        {state.stage === 'no_keys' && <p className="font-semibold text-bad">{words.noKeys}</p>}
        {state.stage === 'done' && <VerdictShown {...state} words={words} locale={locale} />}
      </div>
    </>
  )
}
