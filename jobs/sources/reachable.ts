import { lookup } from 'node:dns/promises'
import { SourceFault } from '#connectors/contract.ts'
import { isForbiddenHost } from '#domain/source/address.ts'

/**
 * A name may lead to where the address itself may not: it is looked up once before the desk's questions connect.
 * @throws SourceFault 'host_not_found' also for a forbidden place, so that nobody maps a network by asking
 */
export async function refuseForbiddenHost(url: string): Promise<void> {
  const { hostname } = new URL(url)
  const host = decodeURIComponent(hostname).replace(/^\[|\]$/g, '')
  const found = await lookup(host, { all: true }).catch(() => [])
  const places = [host, ...found.map(({ address }) => address)]
  if (places.some(isForbiddenHost)) throw new SourceFault('host_not_found')
}
