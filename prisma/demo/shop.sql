-- Toko Sejahtera's shop: somebody else's database, as the portal meets it. Fictional people, real constraints.

CREATE TYPE account_status AS ENUM ('active', 'dormant', 'blocked');
CREATE TYPE order_status AS ENUM ('new', 'paid', 'shipped', 'delivered', 'cancelled');
CREATE TYPE payment_method AS ENUM ('qris', 'virtual_account', 'e_wallet', 'card', 'cash_on_delivery');
CREATE TYPE consent_channel AS ENUM ('email', 'whatsapp', 'sms');
CREATE TYPE author_kind AS ENUM ('customer', 'agent');

CREATE TABLE products (
  id bigint PRIMARY KEY,
  sku text NOT NULL UNIQUE,
  name text NOT NULL,
  price numeric(14,2) NOT NULL CHECK (price > 0),
  weight_grams integer NOT NULL CHECK (weight_grams > 0),
  tags text[] NOT NULL DEFAULT '{}'
);

-- One row per place: people who live together point at the same row.
CREATE TABLE addresses (
  id bigint PRIMARY KEY,
  street text NOT NULL,
  house_number text NOT NULL,
  district text NOT NULL,
  city text NOT NULL,
  province text NOT NULL,
  postal_code char(5) NOT NULL CHECK (postal_code ~ '^[0-9]{5}$')
);

CREATE TABLE customers (
  id bigint PRIMARY KEY,
  full_name text NOT NULL CHECK (full_name <> ''),
  email text UNIQUE CHECK (email LIKE '%_@_%'),
  phone text UNIQUE CHECK (phone ~ '^\+62[0-9]{9,12}$'),
  birth_date date,
  address_id bigint REFERENCES addresses,
  status account_status NOT NULL DEFAULT 'active',
  interests text[] NOT NULL DEFAULT '{}',
  preferences jsonb NOT NULL DEFAULT '{}',
  password_hash bytea,
  loyalty_points integer NOT NULL DEFAULT 0 CHECK (loyalty_points >= 0),
  created_at timestamptz NOT NULL,
  CONSTRAINT customers_reachable CHECK (email IS NOT NULL OR phone IS NOT NULL)
);
CREATE INDEX ON customers (address_id);

CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers,
  shipping_address_id bigint NOT NULL REFERENCES addresses,
  status order_status NOT NULL,
  total numeric(14,2) NOT NULL CHECK (total >= 0),
  voucher_codes text[] NOT NULL DEFAULT '{}',
  gift_note text,
  placed_at timestamptz NOT NULL
);
CREATE INDEX ON orders (customer_id);
CREATE INDEX ON orders (shipping_address_id);

CREATE TABLE order_items (
  order_id bigint NOT NULL REFERENCES orders,
  line_number smallint NOT NULL CHECK (line_number > 0),
  product_id bigint NOT NULL REFERENCES products,
  product_name text NOT NULL,
  quantity smallint NOT NULL CHECK (quantity > 0),
  unit_price numeric(14,2) NOT NULL CHECK (unit_price >= 0),
  PRIMARY KEY (order_id, line_number)
);
CREATE INDEX ON order_items (product_id);

CREATE TABLE payments (
  id uuid PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES orders,
  method payment_method NOT NULL,
  payer_name text NOT NULL,
  account_last4 char(4),
  amount numeric(14,2) NOT NULL CHECK (amount > 0),
  gateway_reply jsonb NOT NULL,
  paid_at timestamptz NOT NULL
);
CREATE INDEX ON payments (order_id);

-- A tax document (KUP art. 28(11): 10 years): a complete copy that names its order but outlives it, so no foreign key.
CREATE TABLE invoices (
  id bigint PRIMARY KEY,
  number text NOT NULL UNIQUE,
  order_id bigint NOT NULL UNIQUE,
  billed_name text NOT NULL,
  billed_email text,
  billed_phone text,
  billed_address text,
  tax_number text,
  lines jsonb NOT NULL,
  amount numeric(14,2) NOT NULL CHECK (amount > 0),
  vat numeric(14,2) NOT NULL CHECK (vat >= 0),
  issued_at timestamptz NOT NULL
);
CREATE INDEX ON invoices (billed_email);
CREATE INDEX ON invoices (billed_phone);

-- The shop's own wall: whoever asks, a young invoice stays. One day of grace, because a calendar day has a time zone.
CREATE FUNCTION refuse_to_delete_young_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF old.issued_at > now() - interval '10 years' + interval '1 day' THEN
    RAISE EXCEPTION 'an invoice is kept for ten years (KUP art. 28(11))' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN old;
END $$;
CREATE TRIGGER invoices_kept BEFORE DELETE ON invoices
  FOR EACH ROW EXECUTE FUNCTION refuse_to_delete_young_invoice();

CREATE TABLE shipments (
  id bigint PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES orders,
  courier text NOT NULL,
  tracking_number text NOT NULL UNIQUE,
  recipient_name text NOT NULL,
  recipient_phone text,
  label bytea,
  shipped_at timestamptz NOT NULL,
  delivered_at timestamptz,
  CHECK (delivered_at >= shipped_at)
);
CREATE INDEX ON shipments (order_id);

CREATE TABLE support_tickets (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers,
  subject text NOT NULL,
  is_open boolean NOT NULL,
  opened_at timestamptz NOT NULL
);
CREATE INDEX ON support_tickets (customer_id);

CREATE TABLE ticket_messages (
  id bigint PRIMARY KEY,
  ticket_id bigint NOT NULL REFERENCES support_tickets,
  author author_kind NOT NULL,
  body text NOT NULL,
  attachments jsonb,
  sent_at timestamptz NOT NULL
);
CREATE INDEX ON ticket_messages (ticket_id);

CREATE TABLE marketing_consents (
  customer_id bigint NOT NULL REFERENCES customers,
  channel consent_channel NOT NULL,
  wording_version text NOT NULL,
  granted_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (customer_id, channel),
  CHECK (withdrawn_at >= granted_at)
);

CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers,
  token_hash bytea NOT NULL,
  ip_address inet NOT NULL,
  user_agent text NOT NULL,
  started_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL
);
CREATE INDEX ON sessions (customer_id);

-- Stars stay for the product; the person behind them can be taken out.
CREATE TABLE reviews (
  id bigint PRIMARY KEY,
  customer_id bigint REFERENCES customers,
  product_id bigint NOT NULL REFERENCES products,
  author_name text NOT NULL,
  stars smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
  body text,
  is_shown boolean NOT NULL DEFAULT true,
  written_at timestamptz NOT NULL,
  UNIQUE (customer_id, product_id)
);
CREATE INDEX ON reviews (product_id);

-- The address itself is the key: it can only go with its row.
CREATE TABLE newsletter_subscribers (
  email text NOT NULL,
  list text NOT NULL,
  first_name text,
  subscribed_at timestamptz NOT NULL,
  unsubscribed_at timestamptz CHECK (unsubscribed_at >= subscribed_at),
  PRIMARY KEY (email, list)
);
