'use client'

import { useEffect, useId, useState } from 'react'

type Props = { field: string; label: string; tooLarge: string; mostBytes: number; accept: string }

/** Reads a text file into a field of the form. Nothing is sent by choosing it; without script, the text is pasted. */
export function FileIntoField({ field, label, tooLarge, mostBytes, accept }: Props) {
  const id = useId()
  const [isReady, setReady] = useState(false)
  const [isTooLarge, setTooLarge] = useState(false)
  useEffect(() => setReady(true), [])
  if (!isReady) return null
  const read = async (file: File | undefined) => {
    setTooLarge((file?.size ?? 0) > mostBytes)
    const target = document.getElementById(field)
    if (file && file.size <= mostBytes && target instanceof HTMLTextAreaElement) target.value = await file.text()
  }
  return (
    <div className="-mt-2 mb-6">
      <label htmlFor={id} className="mb-1 block text-sm font-semibold">
        {label}
      </label>
      <input
        id={id}
        type="file"
        accept={accept}
        onChange={(event) => read(event.target.files?.[0])}
        className="min-h-11 w-full min-w-0 text-sm file:mr-3 file:min-h-11 file:cursor-pointer file:rounded-sm file:border file:border-edge file:bg-transparent file:px-3 file:font-semibold file:text-brand"
      />
      {isTooLarge && (
        <p role="alert" className="mt-1 text-sm font-semibold text-bad">
          {tooLarge}
        </p>
      )}
    </div>
  )
}
