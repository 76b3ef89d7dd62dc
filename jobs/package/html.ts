import { createHash } from 'node:crypto'
import { showable } from './csv.ts'
import { readerStyle } from './reader-style.ts'

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text that stays text inside an element or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  showable(text).replace(/[&<>"']/g, (character) => entities[character] ?? '')

/** The same thing said twice; the reader's language switch shows one (no script: a radio button and CSS). */
export const both = (words: { id: string; en: string }, tag = 'span'): string =>
  `<${tag} lang="id">${escapeHtml(words.id)}</${tag}><${tag} lang="en">${escapeHtml(words.en)}</${tag}>`

export const entry = (term: { id: string; en: string }, description: string): string =>
  `<div><dt>${both(term)}</dt><dd>${description}</dd></div>`

const styleHash = createHash('sha256').update(readerStyle).digest('base64')
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`

export type Page = { language: 'id' | 'en'; title: string; brand: string; main: string }

/** A whole page that needs no network, no script and no other file. */
export const page = ({ language, title, brand, main }: Page): string => `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${readerStyle}</style>
<body>
<header class="bar"><div class="wrap"><b>${escapeHtml(brand)}</b>
<fieldset class="pick"><legend>Bahasa · Language</legend>
<label><input type="radio" name="lang" id="lang-id"${language === 'id' ? ' checked' : ''}>Bahasa</label>
<label><input type="radio" name="lang" id="lang-en"${language === 'en' ? ' checked' : ''}>English</label></fieldset></div></header>
<main class="wrap">
${main}
</main>
</body>
</html>
`
