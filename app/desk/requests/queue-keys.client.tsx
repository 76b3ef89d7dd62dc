'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { Kbd } from '#app/_ui/kbd.tsx'

type Words = Record<
  'open' | 'title' | 'down' | 'up' | 'pick' | 'assign' | 'search' | 'help' | 'enter' | 'on' | 'close' | 'picked',
  string
>

const STORED = 'hakku-queue-keys'
const allRows = () => [...document.querySelectorAll<HTMLElement>('tr[data-key]')]
const hereRow = () => document.activeElement?.closest<HTMLElement>('tr[data-key]') ?? null
const tickOf = (row: Element | null) => row?.querySelector<HTMLInputElement>('input[type=checkbox]') ?? null

function step(by: 1 | -1): void {
  const rows = allRows()
  const here = hereRow()
  const next = here ? rows[rows.indexOf(here) + by] : rows[by === 1 ? 0 : rows.length - 1]
  next?.querySelector('a')?.focus()
}

/** A letter is not a shortcut while somebody types or holds another key (WCAG 2.1.4). */
const isTyping = (event: KeyboardEvent) =>
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  (event.target instanceof HTMLElement &&
    event.target.matches('input:not([type=checkbox]), select, textarea, dialog *'))

/** Keys for the queue. Each only presses what is on the page anyway, and they can be switched off. */
export function QueueKeys({ words }: { words: Words }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [isOn, setOn] = useState<boolean | null>(null)
  const [picked, setPicked] = useState(0)

  useEffect(() => setOn(localStorage.getItem(STORED) !== 'off'), [])

  useEffect(() => {
    const actions: Record<string, () => void> = {
      j: () => step(1),
      k: () => step(-1),
      x: () => tickOf(hereRow())?.click(),
      a: () => document.getElementById('assignee')?.focus(),
      '/': () => document.getElementById('q')?.focus(),
      '?': () => dialog.current?.showModal(),
    }
    const onKey = (event: KeyboardEvent) => {
      const action = actions[event.key]
      if (!isOn || !action || isTyping(event)) return
      event.preventDefault()
      action()
    }
    const onTick = () => {
      for (const row of allRows()) row.ariaSelected = String(tickOf(row)?.checked === true)
      setPicked(allRows().filter((row) => tickOf(row)?.checked).length)
    }
    onTick()
    document.addEventListener('keydown', onKey)
    document.addEventListener('change', onTick)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('change', onTick)
    }
  }, [isOn])

  // Without script there are no keys to speak of.
  if (isOn === null) return null
  const toggle = () => {
    localStorage.setItem(STORED, isOn ? 'off' : 'on')
    setOn(!isOn)
  }
  return (
    <div className="flex flex-wrap items-center gap-3 pointer-coarse:hidden">
      <span role="status" className="text-xs text-muted">
        {picked > 0 && `${picked} ${words.picked}`}
      </span>
      <Button slim look="quiet" type="button" onClick={() => dialog.current?.showModal()}>
        {words.open}
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby="keys-title"
        className="m-auto w-80 max-w-[90vw] rounded-lg border border-line bg-sheet p-4 text-ink backdrop:bg-ink/40"
      >
        <h2 id="keys-title" className="mb-3">
          {words.title}
        </h2>
        <KeyList words={words} />
        <label className="mb-3 flex min-h-11 items-center gap-2">
          <input type="checkbox" checked={isOn} onChange={toggle} className="size-4.5 accent-brand" /> {words.on}
        </label>
        <form method="dialog">
          <Button slim>{words.close}</Button>
        </form>
      </dialog>
    </div>
  )
}

function KeyList({ words }: { words: Words }) {
  const keys = [
    ['J', words.down],
    ['K', words.up],
    ['X', words.pick],
    ['A', words.assign],
    ['/', words.search],
    ['Enter', words.enter],
    ['?', words.help],
  ] as const
  return (
    <dl className="mb-3 grid grid-cols-[4rem_1fr] gap-y-1.5">
      {keys.map(([key, meaning]) => (
        <div key={key} className="contents">
          <dt>
            <Kbd>{key}</Kbd>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  )
}
