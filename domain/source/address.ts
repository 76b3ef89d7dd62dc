import { ok, type Result, refuse } from '#domain/result.ts'
import { SCHEMES, type SourceKind } from './kind.ts'

export type AddressRefusal = 'not_an_address' | 'holds_credentials' | 'forbidden_address' | 'forbidden_option'

/** What may stand behind the question mark. Drivers know others that read files or lead elsewhere. */
const OPTIONS: readonly string[] = [
  ...[
    'sslmode',
    'ssl',
    'tls',
    'authsource',
    'authmechanism',
    'replicaset',
    'directconnection',
    'retrywrites',
    'charset',
  ],
  'schema',
]

/** Names under which clouds hand out the machine's own credentials. */
const METADATA_NAMES = /^(metadata(\.google)?\.(internal|goog)|metadata|instance-data(\.ec2\.internal)?)\.?$/i

/**
 * An address of a database as staff types it, without credentials. Addresses inside the own network are what it is
 * for; those of link-local and metadata services never are.
 */
export function readAddress(kind: SourceKind, text: string): Result<URL, AddressRefusal> {
  const [, scheme = ''] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? []
  const schemes: readonly string[] = SCHEMES[kind]
  if (!schemes.includes(scheme.toLowerCase()) || !URL.canParse(text)) return refuse('not_an_address')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return refuse('holds_credentials')
  // An empty or encoded host is a socket of this machine to some drivers.
  if (!/^[a-z0-9._-]+$|^\[[0-9a-f:.]+\]$/i.test(url.hostname)) return refuse('not_an_address')
  if (isForbiddenHost(url.hostname)) return refuse('forbidden_address')
  if ([...url.searchParams.keys()].some((name) => !OPTIONS.includes(name.toLowerCase())))
    return refuse('forbidden_option')
  return ok(url)
}

/** @param host a name, an IPv4 or an IPv6 address, as `URL.hostname` or a resolver writes it */
export function isForbiddenHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (METADATA_NAMES.test(bare)) return true
  const four = v4Of(bare)
  if (four) {
    const [a = 0, b = 0] = four
    return a === 0 || a >= 224 || (a === 169 && b === 254) || METADATA_ADDRESSES.includes(four.join('.'))
  }
  return bare.includes(':') && (/^fe[89ab]/.test(bare) || /^ff/.test(bare) || bare === '::' || bare === 'fd00:ec2::254')
}

/** Alibaba and Oracle hand out credentials outside the link-local range. */
const METADATA_ADDRESSES: readonly string[] = ['100.100.100.200', '192.0.0.192']

/** Dotted, one number in any base (as resolvers read it), or mapped into IPv6. */
function v4Of(host: string): number[] | null {
  const mapped = /^::(?:ffff:)?(?:0:)?(\d+\.[\d.]+|[0-9a-f]{1,4}:[0-9a-f]{1,4})$/.exec(host)?.[1]
  const hex = mapped && /^([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(mapped)
  if (hex) {
    const number = Number.parseInt(hex[1] ?? '', 16) * 65_536 + Number.parseInt(hex[2] ?? '', 16)
    return bytesOf(number)
  }
  const text = mapped ?? host
  if (/^\d+(\.\d+){3}$/.test(text)) return text.split('.').map(Number)
  const http = `http://${text}/`
  const plain = /^[0-9a-fx.]+$/.test(text) && URL.canParse(http) ? new URL(http).hostname : ''
  return /^\d+(\.\d+){3}$/.test(plain) ? plain.split('.').map(Number) : null
}

const bytesOf = (number: number): number[] => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255)
