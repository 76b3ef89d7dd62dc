'use client'

import '../globals.css'

type Props = { error: Error & { digest?: string }; reset: () => void }

/** Here and not in `messages/`, which would bring every word of the product into the browser. */
const words = {
  id: {
    title: 'Ada gangguan di sisi kami',
    text: 'Jika permohonan Anda sudah mendapat nomor, permohonan itu tersimpan. Coba lagi beberapa saat lagi.',
    again: 'Coba lagi',
    number: 'Nomor gangguan',
  },
  en: {
    title: 'Something went wrong on our side',
    text: 'If your request already has a reference, it is safe. Please try again in a moment.',
    again: 'Try again',
    number: 'Incident number',
  },
}

/** Shown when a page fails in the browser. It cannot ask the server for a language, so it speaks both. */
export function FaultPage({ error, reset }: Props) {
  return (
    <main className="mx-auto max-w-page px-4 py-12">
      <h1 lang="id" className="mb-2">
        {words.id.title}
      </h1>
      <Explanation language="id" error={error} reset={reset} />
      <h2 lang="en" className="mt-8 mb-1">
        {words.en.title}
      </h2>
      <Explanation language="en" error={error} reset={reset} />
    </main>
  )
}

function Explanation({ language, error, reset }: Props & { language: keyof typeof words }) {
  const { text, again, number } = words[language]
  return (
    <div lang={language}>
      <p className="mb-3">{text}</p>
      <button
        type="button"
        onClick={reset}
        className="min-h-11 cursor-pointer rounded-md border border-edge px-5 font-semibold text-brand"
      >
        {again}
      </button>
      {error.digest && (
        <p className="mt-3 text-sm text-muted">
          {number}: {error.digest}
        </p>
      )}
    </div>
  )
}

/** The same when even the layout failed, so it brings its own document. */
export function WholeFaultPage(props: Props) {
  return (
    <html lang="id">
      <body>
        <FaultPage {...props} />
      </body>
    </html>
  )
}
