import type { renderMail as render } from './template.ts'

/** The same, loaded with the first mail that is written: a worker that reads millions of rows does without its 80 MB. */
export const renderMail: typeof render = async (mail) => (await import('./template.ts')).renderMail(mail)
