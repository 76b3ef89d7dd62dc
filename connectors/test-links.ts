/** Five tables that name each other, and some of them themselves: by table, the column of each link and where it leads. */
export const LINKS: Record<string, [column: string, table: string][]> = {
  person: [
    ['address_id', 'address'],
    ['partner_id', 'person'],
  ],
  address: [['owner_id', 'person']],
  orders: [
    ['person_id', 'person'],
    ['address_id', 'address'],
    ['product_id', 'product'],
  ],
  product: [['maker_id', 'product']],
  message: [
    ['sender_id', 'person'],
    ['recipient_id', 'person'],
    ['order_id', 'orders'],
  ],
}
