import { DAY_MS, type Plan, type PlannedOrder, type PlannedTicket, SHOP_OPENED_AT, SHOP_SNAPSHOT_AT } from './plan.ts'
import { type Random, seededRandom } from './random.ts'
import { FIRST_FREE_ADDRESS } from './stories.ts'
import { CONVERSATIONS, FIRST_NAMES, LAST_NAMES } from './words.ts'

const SEED = 20_261_120
const SHARE_WITH_ONE_NAME = 0.12
const SHARE_LIVING_WITH_ANOTHER = 0.25
const SHARE_WITHOUT_EMAIL = 0.04
const SHARE_WITHOUT_PHONE = 0.1

const drawName = (random: Random): string =>
  random.chance(SHARE_WITH_ONE_NAME)
    ? random.pick(FIRST_NAMES)
    : `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`

function drawContacts(random: Random, name: string, index: number): Pick<Plan, 'email' | 'phone'> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}.${index + 1}@example.id`
  const phone = `+62857${String(index + 1).padStart(8, '0')}`
  if (random.chance(SHARE_WITHOUT_EMAIL)) return { email: null, phone }
  return { email, phone: random.chance(SHARE_WITHOUT_PHONE) ? null : phone }
}

function drawOrder(random: Random, home: number, homes: number): PlannedOrder {
  const placedAt = SHOP_OPENED_AT + random.next() * (SHOP_SNAPSHOT_AT - SHOP_OPENED_AT - 2 * DAY_MS)
  const ageDays = (SHOP_SNAPSHOT_AT - placedAt) / DAY_MS
  const sendsElsewhere = random.chance(0.04)
  const arrived = ageDays > 12 ? 'delivered' : ageDays > 5 ? 'shipped' : random.pick(['new', 'paid'] as const)
  return {
    placedAt: Math.floor(placedAt / 1000) * 1000,
    items: 1 + random.below(3) + (random.chance(0.1) ? random.below(5) : 0),
    shipTo: sendsElsewhere ? FIRST_FREE_ADDRESS + random.below(homes) : home,
    status: random.chance(0.05) ? 'cancelled' : arrived,
    giftNote: sendsElsewhere ? 'Ini kado, mohon jangan sertakan faktur.' : null,
  }
}

function drawTicket(random: Random, other: string): PlannedTicket {
  const [subject, bodies] = random.pick(CONVERSATIONS)
  return {
    openedAt: SHOP_OPENED_AT + random.below(4_300) * DAY_MS + random.below(DAY_MS),
    subject,
    messages: bodies.map((body, turn) => ({
      author: turn % 2 === 0 ? 'customer' : 'agent',
      body: body.replaceAll('{other}', other),
    })),
    isOpen: bodies.length % 2 === 1 && random.chance(0.1),
  }
}

/** Early customers buy more often than late ones, as in any shop. */
function drawOrderCounts(random: Random, people: number, orders: number): number[] {
  const counts = new Array<number>(people).fill(0)
  for (let order = 0; order < orders; order += 1) {
    const buyer = Math.floor(people * random.next() ** 1.5)
    counts[buyer] = (counts[buyer] ?? 0) + 1
  }
  return counts
}

/** Homes in the order of moving in; a quarter of the people move in with somebody who came before. */
function drawHomes(random: Random, people: number): number[] {
  let built = 0
  return Array.from({ length: people }, () => {
    if (built > 0 && random.chance(SHARE_LIVING_WITH_ANOTHER)) return FIRST_FREE_ADDRESS + random.below(built)
    built += 1
    return FIRST_FREE_ADDRESS + built - 1
  })
}

/** The people nobody tells a story about. The same numbers always give the same people. */
export function drawStrangers(people: number, orders: number): Plan[] {
  const random = seededRandom(SEED)
  const names = Array.from({ length: people }, () => drawName(random))
  const homes = drawHomes(random, people)
  const homeCount = new Set(homes).size
  const orderCounts = people > 0 ? drawOrderCounts(random, people, orders) : []
  return names.map((name, index): Plan => {
    const contacts = drawContacts(random, name, index)
    const home = homes[index] ?? FIRST_FREE_ADDRESS
    return {
      name,
      ...contacts,
      home,
      orders: Array.from({ length: orderCounts[index] ?? 0 }, () => drawOrder(random, home, homeCount)),
      tickets: Array.from({ length: random.chance(0.2) ? 1 : 0 }, () => drawTicket(random, random.pick(names))),
      sessions: random.below(4),
      reviews: random.chance(0.3) ? 1 + random.below(3) : 0,
      channels: (['email', 'whatsapp', 'sms'] as const).filter(() => random.chance(0.3)),
      newsletters: contacts.email && random.chance(0.25) ? ['promo-mingguan'] : [],
    }
  })
}
