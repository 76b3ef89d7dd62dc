'use client'

import '../globals.css'
import en from '#messages/en.json' with { type: 'json' }
import id from '#messages/id.json' with { type: 'json' }

type Props = { error: Error & { digest?: string }; reset: () => void }

/** Shown when a page fails. It cannot ask the server for a language, so it speaks both. */
export function FaultPage({ error, reset }: Props) {
  return (
    <main className="mx-auto max-w-page px-4 py-12">
      {[id.errors, en.errors].map((words, index) => (
        <section key={words.try_again} lang={index === 0 ? 'id' : 'en'} className="mb-8">
          {index === 0 ? <h1 className="mb-2">{words.fault.title}</h1> : <h2 className="mb-1">{words.fault.title}</h2>}
          <p className="mb-3">{words.fault.text}</p>
          <button
            type="button"
            onClick={reset}
            className="min-h-11 cursor-pointer rounded-md border border-edge px-5 font-semibold text-brand"
          >
            {words.try_again}
          </button>
          {error.digest && (
            <p className="mt-3 text-sm text-muted">
              {words.request_id}: {error.digest}
            </p>
          )}
        </section>
      ))}
    </main>
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
