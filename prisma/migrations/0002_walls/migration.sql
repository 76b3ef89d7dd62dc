-- Who may see what. `hakku_app` is the web and worker role; `hakku_sweeper` owns the few functions that look across
-- controllers, and can read ids and instants only. Neither owns a table, neither bypasses row-level security.

do $$ begin
  if not exists (select from pg_roles where rolname = 'hakku_app') then create role hakku_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'hakku_sweeper') then create role hakku_sweeper nologin; end if;
end $$;

create schema hakku;
revoke all on schema hakku from public;
grant usage on schema hakku, keys to hakku_app, hakku_sweeper;

-- Children that have no Prisma relation still may not point across controllers: foreign keys bypass row-level security.
alter table code            add foreign key (controller_id, request_id) references request (controller_id, id);
alter table subject_session add foreign key (controller_id, request_id) references request (controller_id, id);
alter table timer           add foreign key (controller_id, request_id) references request (controller_id, id);
alter table notice          add foreign key (controller_id, request_id) references request (controller_id, id);
alter table ledger_entry    add foreign key (controller_id, request_id) references request (controller_id, id);
alter table ledger_entry    add foreign key (controller_id, source_id)  references source (controller_id, id);
alter table hold            add foreign key (controller_id, request_id) references request (controller_id, id);
alter table hold            add foreign key (controller_id, source_id)  references source (controller_id, id);
alter table task            add foreign key (controller_id, plan_file_id) references vault_file (controller_id, id);
alter table event           add foreign key (controller_id, request_id) references request (controller_id, id);
alter table outbox          add foreign key (controller_id, event_id)   references event (controller_id, id);
alter table effect          add foreign key (controller_id, event_id)   references event (controller_id, id);
alter table leaf            add foreign key (controller_id, event_id)   references event (controller_id, id);
alter table notice          add foreign key (controller_id, event_id)   references event (controller_id, id);
alter table request         add foreign key (controller_id, previous_id) references request (controller_id, id);
alter table request         add foreign key (controller_id, follows_id) references request (controller_id, id);
alter table clock           add foreign key (controller_id, cause_event_id) references event (controller_id, id);
alter table clock           add foreign key (controller_id, superseded_by) references event (controller_id, id);
alter table certificate     add unique (controller_id, id);
alter table certificate     add foreign key (controller_id, supersedes_id) references certificate (controller_id, id);
alter table consent_receipt add unique (controller_id, id);
alter table consent_receipt add foreign key (controller_id, supersedes_id) references consent_receipt (controller_id, id);
alter table recompute       add foreign key (controller_id, event_id)   references event (controller_id, id);
alter table recompute       add foreign key (controller_id, after_id)   references request (controller_id, id);
alter table holiday_list    add foreign key (controller_id) references controller (id);
alter table draft           add foreign key (controller_id) references controller (id);
alter table event           add foreign key (controller_id) references controller (id);
alter table membership      add foreign key (controller_id) references controller (id);
alter table recipient       add foreign key (controller_id) references controller (id);
alter table keys.controller_key add foreign key (controller_id) references controller (id);

-- The scope of a transaction: 'door|controller,controller|expiry|hmac'. Only the app knows the key, so injected SQL
-- cannot widen it. Unset or wrong means nothing, never everything.
create table hakku.scope_key (inner_pad bytea not null, outer_pad bytea not null);

create function hakku.scope() returns text[] language plpgsql stable security definer set search_path = pg_catalog, hakku as $$
declare
  given text := nullif(current_setting('app.scope', true), '');
  part text[];
  pads hakku.scope_key;
begin
  if given is null then return null; end if;
  part := string_to_array(given, '|');
  if array_length(part, 1) <> 4 or part[3] !~ '^[0-9]{1,12}$' then return null; end if;
  if part[3]::bigint < extract(epoch from now()) then return null; end if;
  select * into pads from hakku.scope_key;
  if not found then return null; end if;
  if encode(sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(part[1] || '|' || part[2] || '|' || part[3], 'UTF8'))), 'hex') <> part[4]
  then return null; end if;
  return part;
end $$;

create function hakku.controllers() returns uuid[] language sql stable set search_path = pg_catalog, hakku as $$
  select coalesce(string_to_array(nullif((hakku.scope())[2], ''), ',')::uuid[], '{}')
$$;

create function hakku.door() returns text language sql stable set search_path = pg_catalog, hakku as $$
  select coalesce((hakku.scope())[1], '')
$$;

grant execute on function hakku.scope(), hakku.controllers(), hakku.door() to hakku_app, hakku_sweeper;

-- One policy for every table that belongs to a controller.
do $$
declare name text;
begin
  foreach name in array array[
    'request', 'clock', 'question', 'draft', 'code', 'subject_session', 'source', 'source_check', 'dataset', 'recipient', 'recipient_source', 'instruction', 'task', 'inquiry', 'document',
    'finding', 'collected_part', 'vault_file', 'package', 'certificate', 'consent_receipt', 'hold', 'ledger_entry', 'event', 'outbox', 'effect', 'timer', 'notice',
    'redaction', 'correction', 'identifier', 'dispute', 'statement', 'holiday_list', 'recompute', 'leaf', 'checkpoint', 'keys.controller_key', 'keys.request_key', 'user', 'membership', 'session'
  ] loop
    execute format('alter table %s enable row level security', case when name like '%.%' then name else format('%I', name) end);
    execute format('alter table %s force row level security', case when name like '%.%' then name else format('%I', name) end);
    execute format(
      'create policy own_controllers on %s to hakku_app using (controller_id = any (coalesce((select hakku.controllers()), ''{}''::uuid[])))
       with check (controller_id = any (coalesce((select hakku.controllers()), ''{}''::uuid[])))',
      case when name like '%.%' then name else format('%I', name) end);
  end loop;
end $$;

-- A portal's name and contact are public; only its own people change them.
alter table controller enable row level security;
alter table controller force row level security;
create policy public_facts on controller for select to hakku_app using (true);
create policy own_insert on controller for insert to hakku_app with check (id = any (coalesce((select hakku.controllers()), '{}'::uuid[])));
create policy own_update on controller for update to hakku_app using (id = any (coalesce((select hakku.controllers()), '{}'::uuid[])));

-- Signing in happens before anybody's controller is known: a door of its own, opened by a signed scope only.
create policy sign_in on "user" to hakku_app using ((select hakku.door()) = 'sign-in') with check ((select hakku.door()) = 'sign-in');
create policy sign_in on membership for select to hakku_app using ((select hakku.door()) = 'sign-in');
create policy sign_in on session to hakku_app using ((select hakku.door()) = 'sign-in') with check ((select hakku.door()) = 'sign-in');

-- What the app may do, table by table. Nothing may be changed or removed in the log and what hangs on it.
grant select, insert, update on controller, request, question, code, subject_session, source, recipient, instruction, task, inquiry,
  vault_file, package, timer, "user", session to hakku_app;
grant select, insert, update, delete on draft, finding, redaction, rate_limit, source_check, recipient_source, correction to hakku_app;
grant select, insert, delete on document, collected_part to hakku_app;
grant select, insert, delete on dispute to hakku_app;
grant update (sealed) on dispute to hakku_app;
grant select, insert, delete on membership to hakku_app;
-- A date is never edited: a clock can only end, or give way to another row.
grant select, insert on clock to hakku_app;
grant update (state, ended_at, superseded_by, breach_cause) on clock to hakku_app;
-- An identifier is taken back, never edited.
grant select, insert on identifier to hakku_app;
grant update (sealed, removed_at, searched_at) on identifier to hakku_app;
-- A hold is lifted, never edited.
grant select, insert on hold to hakku_app;
grant update (contact_index, lifted_by, lifted_at) on hold to hakku_app;
-- A list is decided, never edited; another list takes its place.
grant select, insert on holiday_list to hakku_app;
grant update (state, decided_by, decided_at, rejection) on holiday_list to hakku_app;
grant select, insert on recompute to hakku_app;
grant update (after_id, seen, moved, finished_at) on recompute to hakku_app;
grant select, insert on dataset, certificate, consent_receipt, statement, ledger_entry, event, outbox, effect, notice, leaf, checkpoint to hakku_app;
grant select, insert, update on keys.controller_key, keys.signing_key to hakku_app;
grant select, insert, update, delete on keys.request_key to hakku_app;
grant usage on sequence event_seq_seq to hakku_app;

-- Append-only, also for the owner and under session_replication_role = replica.
create function hakku.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $$;

do $$
declare name text;
begin
  foreach name in array array['event', 'leaf', 'checkpoint', 'certificate', 'consent_receipt', 'statement', 'ledger_entry', 'notice'] loop
    execute format('create trigger no_row_change before update or delete on %I for each row execute function hakku.refuse_change()', name);
    execute format('create trigger no_truncate before truncate on %I for each statement execute function hakku.refuse_change()', name);
    execute format('alter table %I enable always trigger no_row_change', name);
    execute format('alter table %I enable always trigger no_truncate', name);
  end loop;
end $$;

-- How a clock ended stays as it is, and nothing ends it without saying what did.
create function hakku.clock_ends_once() returns trigger language plpgsql as $$
begin
  if old.state not in ('running', 'paused') and (new.state, new.ended_at, new.superseded_by, new.breach_cause)
    is distinct from (old.state, old.ended_at, old.superseded_by, old.breach_cause)
  then raise exception 'a clock ends once' using errcode = '42501'; end if;
  return new;
end $$;
create trigger clock_ends_once before update on clock for each row execute function hakku.clock_ends_once();
alter table clock enable always trigger clock_ends_once;
alter table clock add check ((state = 'superseded') = (superseded_by is not null));
alter table clock add check ((state = 'breached') = (breach_cause is not null));
create unique index clock_current on clock (request_id, clock_id) where state <> 'superseded';
create unique index inquiry_open on inquiry (task_id) where state = 'asked';
-- One decision a place; and rows about somebody else can be handed over one by one only.
create unique index redaction_place on redaction (task_id, collection, "row", field) nulls not distinct;
alter table redaction add check (decision = 'redact' or (decision = 'hand_over' and "row" is not null and field is null));
create unique index question_open on question (request_id) where answered_at is null;

-- Four eyes: nobody approves the list they loaded, and what was decided stays decided.
create function hakku.list_is_decided_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'proposed' and (old.state <> 'approved' or new.state <> 'superseded'
    or (new.decided_by, new.decided_at) is distinct from (old.decided_by, old.decided_at))
  then raise exception 'a list is decided once' using errcode = '42501'; end if;
  return new;
end $$;
create trigger list_is_decided_once before update on holiday_list for each row execute function hakku.list_is_decided_once();
alter table holiday_list enable always trigger list_is_decided_once;
alter table holiday_list add check (state in ('proposed', 'approved', 'rejected', 'superseded'));
alter table holiday_list add check ((state = 'proposed') = (decided_by is null) and (state = 'proposed') = (decided_at is null));
alter table holiday_list add check ((state = 'rejected') = (rejection is not null));
alter table holiday_list add check (state = 'rejected' or decided_by is distinct from proposed_by);
create unique index holiday_list_proposed on holiday_list (controller_id, calendar_id, year) where state = 'proposed';
create unique index holiday_list_approved on holiday_list (controller_id, calendar_id, year) where state = 'approved';

-- A certificate may only state what is proved: every erasing task of its request is done and says that it was verified,
-- or whose statement it is.
create function hakku.certificate_needs_proof() returns trigger language plpgsql as $$
begin
  if not exists (select from task where request_id = new.request_id and controller_id = new.controller_id and purpose = 'erase')
     or exists (select from task where request_id = new.request_id and controller_id = new.controller_id and purpose = 'erase'
                and (state <> 'done' or outcome is null or not (coalesce((outcome ->> 'verified')::boolean, false)
                                                                 or coalesce(outcome ->> 'proof' = 'stated', false))))
  then raise exception 'certificate without proof' using errcode = '23514'; end if;
  return new;
end $$;
create trigger certificate_needs_proof before insert on certificate for each row execute function hakku.certificate_needs_proof();
alter table certificate enable always trigger certificate_needs_proof;

-- Whether a recipient got data of this request's person: its sources held some, or did not say how much. One that is
-- registered for no source in particular gets data from all of them.
create function hakku.got_data(recipient uuid, request uuid) returns boolean language sql stable as $$
  select not exists (select from recipient_source s where s.recipient_id = $1) or exists (
    select from recipient_source s join task t on t.source_id = s.source_id
    where s.recipient_id = $1 and t.request_id = $2 and case t.purpose
      when 'collect' then t.outcome ->> 'rows' is distinct from '0'
      -- a source that stopped no row of the person and left none passed nothing on; what a person sees to may be anything
      when 'stop' then coalesce(jsonb_path_exists(t.outcome,
        '$.purposes[*] ? (@.way != "stopped" || exists (@.collections[*] ? (@.stopped > 0 || @.held > 0)))'), true)
      else false end)
$$;
grant execute on function hakku.got_data(uuid, uuid) to hakku_app;

-- Everybody who got the data is told to erase it before anything is erased here, and before the subject is told that it
-- was (PP 33/2026 art. 88(2)).
create function hakku.instructed_first() returns trigger language plpgsql as $$
declare
  told record;
begin
  select every(i.instructed_at is not null) as all_of_them, max(i.instructed_at) as latest into told
  from recipient p left join instruction i on i.recipient_id = p.id and i.request_id = new.request_id
  where p.controller_id = new.controller_id and p.ended_at is null and hakku.got_data(p.id, new.request_id);
  if not coalesce(told.all_of_them, true) or (tg_table_name = 'notice' and told.latest >= (to_jsonb(new) ->> 'at')::timestamptz)
  then raise exception 'recipients are instructed first' using errcode = '23514'; end if;
  return new;
end $$;
create trigger instructed_first before insert on task for each row when (new.purpose = 'erase') execute function hakku.instructed_first();
create trigger instructed_first before insert on notice for each row when (new.kind = 'erasure-done') execute function hakku.instructed_first();
alter table task enable always trigger instructed_first;
alter table notice enable always trigger instructed_first;

-- A receipt says that processing has stopped: every source that stops by itself did so and was read again.
create function hakku.receipt_needs_proof() returns trigger language plpgsql as $$
begin
  if exists (select from task where request_id = new.request_id and controller_id = new.controller_id and purpose = 'stop'
             and (state not in ('done', 'failed') or (state = 'done' and coalesce((outcome ->> 'verified')::boolean, false) is not true)))
  then raise exception 'receipt without proof' using errcode = '23514'; end if;
  -- Of a withdrawal everybody who got the data hears first, as far as they were registered by then.
  if exists (select from request r
             left join lateral (select max(e.at) as told_at from event e
               where e.controller_id = r.controller_id and e.request_id = r.id and e.type = 'recipients.instructed') t on true
             where r.id = new.request_id and r.controller_id = new.controller_id and r.right = 'consent_withdrawal'
               and (t.told_at is null or exists (select from recipient p
                 left join instruction i on i.recipient_id = p.id and i.request_id = r.id
                 where p.controller_id = r.controller_id and p.ended_at is null and p.created_at <= t.told_at
                   and i.instructed_at is null and hakku.got_data(p.id, r.id))))
  then raise exception 'recipients are told first' using errcode = '23514'; end if;
  return new;
end $$;
create trigger receipt_needs_proof before insert on consent_receipt for each row execute function hakku.receipt_needs_proof();
alter table consent_receipt enable always trigger receipt_needs_proof;

-- What rests on a withdrawn consent stops before anything is erased.
create function hakku.stopped_first() returns trigger language plpgsql as $$
begin
  if exists (select from task where request_id = new.request_id and controller_id = new.controller_id and purpose = 'stop' and state <> 'done')
  then raise exception 'processing stops first' using errcode = '23514'; end if;
  return new;
end $$;
create trigger stopped_first before insert on task for each row when (new.purpose = 'erase') execute function hakku.stopped_first();
alter table task enable always trigger stopped_first;

-- A correction is what was proposed and approved; once it is done it stays as it is.
create function hakku.correction_stays() returns trigger language plpgsql as $$
begin
  if old.state = 'done' or (new.task_id, new.collection, new.field, new.way, new.sealed)
    is distinct from (old.task_id, old.collection, old.field, old.way, old.sealed)
  then raise exception 'a correction stays as it is' using errcode = '42501'; end if;
  return new;
end $$;
create trigger correction_stays before update on correction for each row execute function hakku.correction_stays();
alter table correction enable always trigger correction_stays;
alter table correction add check (state in ('proposed', 'fits', 'unfit', 'done'));
alter table correction add check ((state = 'done') = (done_at is not null) and (state = 'unfit') = (problem is not null));
alter table correction add check ((way = 'note') = (note_reason is not null));

-- A waiting event wakes the relay at once; the relay also looks by itself, so a lost signal costs a second.
create function hakku.wake_relay() returns trigger language plpgsql as $$
begin
  perform pg_notify('hakku_outbox', '');
  return null;
end $$;
create trigger wake_relay after insert on outbox for each statement execute function hakku.wake_relay();

-- Looking across controllers: ids and instants, nothing else.
grant select (event_id, controller_id, request_id, type, relays, due_at) on outbox to hakku_sweeper;
grant update (relays, due_at), delete on outbox to hakku_sweeper;
grant select (event_id, job) on effect to hakku_sweeper;
grant select (id, controller_id, request_id, kind, due_at, done_at) on timer to hakku_sweeper;
grant select (id, controller_id, request_id, state, due_at) on clock to hakku_sweeper;
grant select (id, controller_id, reference) on request to hakku_sweeper;
grant select (controller_id, request_id, token_hash) on subject_session to hakku_sweeper;
grant select (id, controller_id) on inquiry to hakku_sweeper;
grant select (event_id) on leaf to hakku_sweeper;
grant select (expires_at), delete on draft to hakku_sweeper;
grant select (expire), delete on rate_limit to hakku_sweeper;
grant select (id, controller_id, next_check_at) on source to hakku_sweeper;
grant select (expires_at), delete on source_check to hakku_sweeper;

do $$
declare name text;
begin
  foreach name in array array['outbox', 'effect', 'timer', 'clock', 'request', 'subject_session', 'leaf', 'draft',
    'source', 'source_check', 'inquiry'] loop
    execute format('create policy sweep on %I to hakku_sweeper using (true)', name);
  end loop;
end $$;

create function hakku.outbox_due(at timestamptz, most int)
returns table (event_id uuid, controller_id uuid, request_id uuid, type text, relays int, done text[])
language sql stable security definer set search_path = pg_catalog, public as $$
  select o.event_id, o.controller_id, o.request_id, o.type, o.relays,
         coalesce(array(select e.job from effect e where e.event_id = o.event_id), '{}')
  from outbox o where o.due_at <= at order by o.due_at limit least(most, 1000)
$$;

create function hakku.outbox_relayed(ids uuid[], next_due timestamptz[])
returns void language sql security definer set search_path = pg_catalog, public as $$
  update outbox o set relays = o.relays + 1, due_at = n.due
  from unnest(ids, next_due) as n(id, due) where o.event_id = n.id
$$;

-- An event leaves the outbox when its jobs are done and it is sealed into the log.
create function hakku.outbox_settled(ids uuid[])
returns void language sql security definer set search_path = pg_catalog, public as $$
  delete from outbox o where o.event_id = any (ids) and exists (select from leaf l where l.event_id = o.event_id)
$$;

create function hakku.timers_due(at timestamptz, most int)
returns table (id uuid, controller_id uuid, request_id uuid, kind text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select t.id, t.controller_id, t.request_id, t.kind from timer t
  where t.done_at is null and t.due_at <= at order by t.due_at limit least(most, 100000)
$$;

create function hakku.clocks_due(at timestamptz, most int)
returns table (id uuid, controller_id uuid, request_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select c.id, c.controller_id, c.request_id from clock c
  where c.state = 'running' and c.due_at <= at order by c.due_at limit least(most, 100000)
$$;

create function hakku.sources_due(at timestamptz, most int)
returns table (id uuid, controller_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select s.id, s.controller_id from source s where s.next_check_at <= at order by s.next_check_at limit least(most, 100000)
$$;

create function hakku.logs_to_seal(most int)
returns table (controller_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct o.controller_id from outbox o
  where not exists (select from leaf l where l.event_id = o.event_id) limit least(most, 1000)
$$;

create function hakku.locate_request(given text)
returns table (controller_id uuid, request_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select r.controller_id, r.id from request r where r.reference = given
$$;

create function hakku.locate_subject_session(given text)
returns table (controller_id uuid, request_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select s.controller_id, s.request_id from subject_session s where s.token_hash = given
$$;

create function hakku.locate_inquiry(given uuid)
returns table (controller_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select i.controller_id, i.id from inquiry i where i.id = given
$$;

create function hakku.drop_expired(at timestamptz)
returns void language sql security definer set search_path = pg_catalog, public as $$
  delete from draft where expires_at < at;
  delete from source_check where expires_at < at;
  delete from rate_limit where expire < extract(epoch from at) * 1000;
$$;

-- One first certificate a request; a later one says which it replaces.
create unique index certificate_first on certificate (request_id) where supersedes_id is null;
create unique index receipt_first on consent_receipt (request_id) where supersedes_id is null;

-- Sweeps cost what is due, not what is open.
create index timer_open on timer (due_at) where done_at is null;
create index source_due on source (next_check_at);

do $$
declare signature regprocedure;
begin
  execute format('grant hakku_sweeper to %I', current_user);
  grant create on schema hakku to hakku_sweeper;
  foreach signature in array array[
    'hakku.outbox_due(timestamptz, int)', 'hakku.outbox_relayed(uuid[], timestamptz[])', 'hakku.outbox_settled(uuid[])',
    'hakku.timers_due(timestamptz, int)', 'hakku.clocks_due(timestamptz, int)', 'hakku.sources_due(timestamptz, int)', 'hakku.logs_to_seal(int)',
    'hakku.locate_request(text)', 'hakku.locate_subject_session(text)', 'hakku.locate_inquiry(uuid)', 'hakku.drop_expired(timestamptz)'
  ]::regprocedure[] loop
    execute format('revoke all on function %s from public', signature);
    execute format('alter function %s owner to hakku_sweeper', signature);
    execute format('grant execute on function %s to hakku_app', signature);
  end loop;
  revoke create on schema hakku from hakku_sweeper;
end $$;
