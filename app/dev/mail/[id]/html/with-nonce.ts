const unescaped = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&')

/**
 * A mail carries its style in attributes, which our policy forbids on a page: each becomes a rule of one style sheet
 * that the policy knows by its nonce. No script of a mail runs, as on every page.
 */
export function withNonce(html: string, nonce: string): string {
  const rules: string[] = []
  const marked = html.replace(/ style="([^"]*)"/g, (_, style: string) => {
    const rule = unescaped(style).replaceAll('<', '')
    if (!rules.includes(rule)) rules.push(rule)
    return ` data-style="${rules.indexOf(rule)}"`
  })
  const sheet = rules.map((rule, index) => `[data-style="${index}"]{${rule}}`).join('\n')
  return marked
    .replaceAll('<style>', `<style nonce="${nonce}">`)
    .replace('</head>', () => `<style nonce="${nonce}">${sheet}</style></head>`)
}
