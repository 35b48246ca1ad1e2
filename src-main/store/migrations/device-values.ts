import type { Migration } from './migrate.ts'

/** What is local to this device: its settings, and what the store must remember about itself. */
export const deviceValues: Migration = {
  name: 'device-values',
  up: (database) => database.exec(sql),
}

/** `row_counts` spares counting millions of rows; `store_state` holds `search.from`, where indexing of names is to go on. */
const sql = `
CREATE TABLE device_values (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE row_counts (entity TEXT PRIMARY KEY NOT NULL, rows INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE store_state (key TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL) WITHOUT ROWID;
`
