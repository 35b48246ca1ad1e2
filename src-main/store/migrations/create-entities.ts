import type { Migration } from './migrate.ts'

/** One table for each synced entity; a test holds this and `src-shared/entities` together. */
export const createEntities: Migration = {
  name: 'create-entities',
  up: (database) => database.exec(sql),
}

/** Rowid tables on purpose: the indexes hold an 8-byte rowid instead of a 36-letter id. */
const sql = `
CREATE TABLE customers (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  given_name TEXT,
  family_name TEXT,
  language TEXT NOT NULL,
  segment TEXT NOT NULL,
  vip INTEGER NOT NULL,
  do_not_call INTEGER NOT NULL,
  city TEXT,
  address TEXT,
  customer_since TEXT,
  lifetime_value INTEGER NOT NULL,
  monthly_value INTEGER NOT NULL,
  currency TEXT NOT NULL,
  loyalty_score INTEGER,
  loyalty_points INTEGER NOT NULL,
  nps INTEGER,
  preferences TEXT,
  created_at_ms INTEGER NOT NULL
);
CREATE TABLE contact_points (
  id TEXT PRIMARY KEY NOT NULL,
  customer_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  extension TEXT,
  label TEXT NOT NULL,
  "primary" INTEGER NOT NULL
);
CREATE TABLE agreements (
  id TEXT PRIMARY KEY NOT NULL,
  customer_id TEXT NOT NULL,
  number TEXT NOT NULL,
  title TEXT NOT NULL,
  status TEXT NOT NULL,
  started_on TEXT,
  ends_on TEXT,
  monthly_amount INTEGER NOT NULL,
  currency TEXT NOT NULL
);
CREATE TABLE products (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL
);
CREATE TABLE customer_products (
  id TEXT PRIMARY KEY NOT NULL,
  customer_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  status TEXT NOT NULL,
  since TEXT
);
CREATE TABLE customer_facts (
  id TEXT PRIMARY KEY NOT NULL,
  customer_id TEXT NOT NULL,
  label TEXT NOT NULL,
  value TEXT NOT NULL,
  added_at_ms INTEGER NOT NULL
);
CREATE TABLE cases (
  id TEXT PRIMARY KEY NOT NULL,
  customer_id TEXT NOT NULL,
  interaction_id TEXT,
  number TEXT NOT NULL,
  title TEXT NOT NULL,
  status TEXT NOT NULL,
  priority TEXT NOT NULL,
  owner TEXT,
  opened_at_ms INTEGER NOT NULL,
  due_at_ms INTEGER,
  closed_at_ms INTEGER
);
CREATE TABLE tasks (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  customer_id TEXT,
  case_id TEXT,
  interaction_id TEXT,
  title TEXT NOT NULL,
  number TEXT,
  assignee TEXT,
  created_at_ms INTEGER NOT NULL,
  due_at_ms INTEGER,
  done_at_ms INTEGER
);
CREATE TABLE interactions (
  id TEXT PRIMARY KEY NOT NULL,
  customer_id TEXT,
  channel TEXT NOT NULL,
  direction TEXT,
  started_at_ms INTEGER NOT NULL,
  answered_at_ms INTEGER,
  ended_at_ms INTEGER,
  ring_ms INTEGER NOT NULL,
  talk_ms INTEGER NOT NULL,
  hold_ms INTEGER NOT NULL,
  wrap_up_ms INTEGER NOT NULL,
  outcome TEXT,
  end_reason TEXT,
  number TEXT,
  queue TEXT,
  pbx_call_id TEXT,
  caller TEXT,
  context TEXT,
  agent TEXT,
  subject TEXT,
  note TEXT NOT NULL,
  disposition_id TEXT,
  finished INTEGER NOT NULL,
  handled_at_ms INTEGER,
  pop_stages TEXT
);
CREATE TABLE script_runs (
  id TEXT PRIMARY KEY NOT NULL,
  script_id TEXT NOT NULL,
  run TEXT NOT NULL,
  updated_at_ms INTEGER NOT NULL
);
CREATE TABLE scripts (
  id TEXT PRIMARY KEY NOT NULL,
  document TEXT NOT NULL
);
CREATE TABLE dispositions (
  id TEXT PRIMARY KEY NOT NULL,
  document TEXT NOT NULL
);
CREATE TABLE queues (
  id TEXT PRIMARY KEY NOT NULL,
  document TEXT NOT NULL
);
CREATE TABLE number_memory (
  id TEXT PRIMARY KEY NOT NULL,
  customer_id TEXT,
  confirmed_at_ms INTEGER NOT NULL
);
`
