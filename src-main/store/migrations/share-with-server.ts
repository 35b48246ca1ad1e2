import type { Migration } from './migrate.ts'

/** The entities and fields that came with the central server. */
export const shareWithServer: Migration = {
  name: 'share-with-server',
  up: (database) => database.exec(sql),
}

const sql = `
ALTER TABLE customers ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE customers ADD COLUMN territory_id TEXT;
CREATE TABLE addresses (
  id TEXT PRIMARY KEY NOT NULL,
  customer_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  line TEXT NOT NULL,
  city TEXT,
  region TEXT,
  postal_code TEXT,
  country TEXT,
  "primary" INTEGER NOT NULL
);
CREATE INDEX addresses_customer ON addresses (customer_id);
CREATE TABLE relations (
  id TEXT PRIMARY KEY NOT NULL,
  customer_id TEXT NOT NULL,
  other_customer_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT
);
CREATE INDEX relations_customer ON relations (customer_id);
CREATE TABLE case_events (
  id TEXT PRIMARY KEY NOT NULL,
  case_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT,
  by TEXT,
  at_ms INTEGER NOT NULL
);
CREATE INDEX case_events_case ON case_events (case_id);
CREATE TABLE territories (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL);
CREATE TABLE offices (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, city TEXT);
CREATE TABLE teams (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, office_id TEXT);
CREATE TABLE users (
  id TEXT PRIMARY KEY NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  active INTEGER NOT NULL,
  office_id TEXT,
  team_id TEXT,
  territory_ids TEXT NOT NULL,
  home_territory_id TEXT
);
CREATE TABLE shared_settings (
  id TEXT PRIMARY KEY NOT NULL,
  scope TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL
);
CREATE TABLE conflicts (
  id TEXT PRIMARY KEY NOT NULL,
  customer_id TEXT,
  kind TEXT NOT NULL,
  entity TEXT NOT NULL,
  row_id TEXT NOT NULL,
  field TEXT NOT NULL,
  before TEXT,
  kept TEXT,
  kept_by TEXT,
  kept_device TEXT,
  kept_at_ms INTEGER NOT NULL,
  lost TEXT,
  lost_by TEXT,
  lost_device TEXT,
  lost_at_ms INTEGER NOT NULL,
  status TEXT NOT NULL,
  settled_by TEXT,
  settled_at_ms INTEGER
);
CREATE TABLE card_reads (
  id TEXT PRIMARY KEY NOT NULL,
  customer_id TEXT NOT NULL,
  interaction_id TEXT,
  at_ms INTEGER NOT NULL
);
`
