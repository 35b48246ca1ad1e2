import type { Migration } from './migrate.ts'

const sql = `
CREATE TABLE customers (
  id text PRIMARY KEY,
  kind text NOT NULL,
  name text NOT NULL,
  given_name text,
  family_name text,
  language text NOT NULL,
  segment text NOT NULL,
  vip boolean NOT NULL,
  do_not_call boolean NOT NULL,
  city text,
  address text,
  customer_since text,
  lifetime_value bigint NOT NULL,
  monthly_value bigint NOT NULL,
  currency text NOT NULL,
  loyalty_score bigint,
  loyalty_points bigint NOT NULL,
  nps bigint,
  preferences text,
  tags jsonb NOT NULL,
  created_at_ms bigint NOT NULL,
  territory_id text,
  rev bigint NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE contact_points (
  id text PRIMARY KEY,
  customer_id text NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  extension text,
  label text NOT NULL,
  "primary" boolean NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE agreements (
  id text PRIMARY KEY,
  customer_id text NOT NULL,
  number text NOT NULL,
  title text NOT NULL,
  status text NOT NULL,
  started_on text,
  ends_on text,
  monthly_amount bigint NOT NULL,
  currency text NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE products (
  id text PRIMARY KEY,
  name jsonb NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE customer_products (
  id text PRIMARY KEY,
  customer_id text NOT NULL,
  product_id text NOT NULL,
  status text NOT NULL,
  since text,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE customer_facts (
  id text PRIMARY KEY,
  customer_id text NOT NULL,
  label text NOT NULL,
  value text NOT NULL,
  added_at_ms bigint NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE cases (
  id text PRIMARY KEY,
  customer_id text NOT NULL,
  interaction_id text,
  number text NOT NULL,
  title text NOT NULL,
  status text NOT NULL,
  priority text NOT NULL,
  owner text,
  opened_at_ms bigint NOT NULL,
  due_at_ms bigint,
  closed_at_ms bigint,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE tasks (
  id text PRIMARY KEY,
  kind text NOT NULL,
  customer_id text,
  case_id text,
  interaction_id text,
  title text NOT NULL,
  number text,
  assignee text,
  created_at_ms bigint NOT NULL,
  due_at_ms bigint,
  done_at_ms bigint,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE interactions (
  id text PRIMARY KEY,
  customer_id text,
  channel text NOT NULL,
  direction text,
  started_at_ms bigint NOT NULL,
  answered_at_ms bigint,
  ended_at_ms bigint,
  ring_ms bigint NOT NULL,
  talk_ms bigint NOT NULL,
  hold_ms bigint NOT NULL,
  wrap_up_ms bigint NOT NULL,
  outcome text,
  end_reason text,
  number text,
  queue text,
  pbx_call_id text,
  caller jsonb,
  context jsonb,
  agent text,
  subject text,
  note text NOT NULL,
  disposition_id text,
  finished boolean NOT NULL,
  handled_at_ms bigint,
  pop_stages jsonb,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE script_runs (
  id text PRIMARY KEY,
  script_id text NOT NULL,
  run jsonb NOT NULL,
  updated_at_ms bigint NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE scripts (
  id text PRIMARY KEY,
  document jsonb NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE dispositions (
  id text PRIMARY KEY,
  document jsonb NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE queues (
  id text PRIMARY KEY,
  document jsonb NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE number_memory (
  id text PRIMARY KEY,
  customer_id text,
  confirmed_at_ms bigint NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE addresses (
  id text PRIMARY KEY,
  customer_id text NOT NULL,
  kind text NOT NULL,
  line text NOT NULL,
  city text,
  region text,
  postal_code text,
  country text,
  "primary" boolean NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE relations (
  id text PRIMARY KEY,
  customer_id text NOT NULL,
  other_customer_id text NOT NULL,
  kind text NOT NULL,
  note text,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE case_events (
  id text PRIMARY KEY,
  case_id text NOT NULL,
  kind text NOT NULL,
  detail text,
  by text,
  at_ms bigint NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE territories (
  id text PRIMARY KEY,
  name text NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE offices (
  id text PRIMARY KEY,
  name text NOT NULL,
  city text,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE teams (
  id text PRIMARY KEY,
  name text NOT NULL,
  office_id text,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE users (
  id text PRIMARY KEY,
  login text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  active boolean NOT NULL,
  office_id text,
  team_id text,
  territory_ids jsonb NOT NULL,
  home_territory_id text,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE shared_settings (
  id text PRIMARY KEY,
  scope text NOT NULL,
  scope_id text NOT NULL,
  key text NOT NULL,
  value jsonb NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE conflicts (
  id text PRIMARY KEY,
  customer_id text,
  kind text NOT NULL,
  entity text NOT NULL,
  row_id text NOT NULL,
  field text NOT NULL,
  before jsonb,
  kept jsonb,
  kept_by text,
  kept_device text,
  kept_at_ms bigint NOT NULL,
  lost jsonb,
  lost_by text,
  lost_device text,
  lost_at_ms bigint NOT NULL,
  status text NOT NULL,
  settled_by text,
  settled_at_ms bigint,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE card_reads (
  id text PRIMARY KEY,
  customer_id text NOT NULL,
  interaction_id text,
  at_ms bigint NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  deleted boolean NOT NULL DEFAULT false,
  stamps jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX customers_territory ON customers (territory_id, id);
CREATE INDEX contact_points_territory ON contact_points (territory_id, id);
CREATE INDEX contact_points_customer ON contact_points (customer_id);
CREATE INDEX agreements_territory ON agreements (territory_id, id);
CREATE INDEX agreements_customer ON agreements (customer_id);
CREATE INDEX customer_products_territory ON customer_products (territory_id, id);
CREATE INDEX customer_products_customer ON customer_products (customer_id);
CREATE INDEX customer_facts_territory ON customer_facts (territory_id, id);
CREATE INDEX customer_facts_customer ON customer_facts (customer_id);
CREATE INDEX cases_territory ON cases (territory_id, id);
CREATE INDEX cases_customer ON cases (customer_id);
CREATE INDEX tasks_territory ON tasks (territory_id, id);
CREATE INDEX tasks_customer ON tasks (customer_id);
CREATE INDEX interactions_territory ON interactions (territory_id, id);
CREATE INDEX interactions_customer ON interactions (customer_id);
CREATE INDEX script_runs_territory ON script_runs (territory_id, id);
CREATE INDEX number_memory_territory ON number_memory (territory_id, id);
CREATE INDEX number_memory_customer ON number_memory (customer_id);
CREATE INDEX addresses_territory ON addresses (territory_id, id);
CREATE INDEX addresses_customer ON addresses (customer_id);
CREATE INDEX relations_territory ON relations (territory_id, id);
CREATE INDEX relations_customer ON relations (customer_id);
CREATE INDEX case_events_territory ON case_events (territory_id, id);
CREATE INDEX case_events_case ON case_events (case_id);
CREATE INDEX conflicts_territory ON conflicts (territory_id, id);
CREATE INDEX conflicts_customer ON conflicts (customer_id);
CREATE INDEX interactions_pbx_call ON interactions (pbx_call_id) WHERE pbx_call_id IS NOT NULL;
`

/**
 * One table for each synced entity; a test holds this and `src-shared/entities` together. Beside the entity's columns each has
 * `rev` (from one sequence for all tables), `territory_id` (null: everybody's; a customer's is its field `territoryId` itself,
 * which the authority fills), `deleted` and `stamps` (who set which field when).
 */
export const createEntities: Migration = { name: 'create-entities', sql }
