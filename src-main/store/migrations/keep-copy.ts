import { entities } from '#shared/entities/entities.ts'
import type { Migration } from './migrate.ts'

/**
 * Of each row of an entity, known to this device only: the server's revision (0: never seen there), the number of its
 * territory in `places` (0: not known), and the round of first copies that brought it last.
 */
export const localColumns = ['rev', 'place', 'round'] as const

/** What sync must remember. */
export const keepCopy: Migration = {
  name: 'keep-copy',
  up: (database) => {
    const present = database.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all()
    for (const entity of Object.keys(entities)) {
      if (!present.includes(entity)) continue
      for (const column of localColumns) {
        database.exec(`ALTER TABLE ${entity} ADD COLUMN ${column} INTEGER NOT NULL DEFAULT 0`)
      }
    }
    database.exec(sql)
  },
}

/**
 * `outbox`: `n` is the local order; `seq` counts by device without gaps. `included`: the server's row that is here has it.
 * `closed`: a person has looked after what was refused. `shadow`: the server's row beneath pending changes; `fields` null:
 * the server has none. `copies`: the first copies. `chores`: removals that go on in slices.
 */
const sql = `
CREATE TABLE sync_state (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE outbox (
  n INTEGER PRIMARY KEY,
  device TEXT NOT NULL,
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  entity TEXT NOT NULL,
  row TEXT NOT NULL,
  kind TEXT NOT NULL,
  fields TEXT NOT NULL,
  before TEXT NOT NULL,
  base_epoch TEXT NOT NULL,
  base_rev INTEGER NOT NULL,
  hlc TEXT NOT NULL,
  actor TEXT NOT NULL,
  schema INTEGER NOT NULL,
  made_at_ms INTEGER NOT NULL,
  place INTEGER NOT NULL,
  state TEXT NOT NULL,
  included INTEGER NOT NULL DEFAULT 0,
  rev INTEGER,
  epoch TEXT,
  reason TEXT,
  field TEXT,
  answered_at_ms INTEGER,
  closed INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX outbox_by_seq ON outbox (device, seq);
CREATE INDEX outbox_unanswered ON outbox (n) WHERE state IN ('waiting', 'sent');
CREATE INDEX outbox_refused ON outbox (n) WHERE state IN ('refused', 'quarantined') AND closed = 0;
CREATE INDEX outbox_pending ON outbox (entity, row, n) WHERE included = 0;
CREATE INDEX outbox_answered ON outbox (answered_at_ms) WHERE answered_at_ms IS NOT NULL;
CREATE TABLE shadow (
  entity TEXT NOT NULL,
  row TEXT NOT NULL,
  rev INTEGER NOT NULL,
  place INTEGER NOT NULL,
  round INTEGER NOT NULL,
  fields TEXT,
  PRIMARY KEY (entity, row)
) WITHOUT ROWID;
CREATE TABLE places (number INTEGER PRIMARY KEY, territory TEXT NOT NULL UNIQUE);
CREATE TABLE copies (
  territory TEXT PRIMARY KEY NOT NULL,
  after TEXT,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  complete INTEGER NOT NULL,
  lost INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE chores (
  n INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  place INTEGER NOT NULL,
  before_round INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  position INTEGER NOT NULL
);
CREATE TABLE away_customers (id TEXT PRIMARY KEY NOT NULL, changes INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX conflicts_by_status ON conflicts (status, lost_at_ms DESC);
`
