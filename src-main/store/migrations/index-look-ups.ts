import { reversedTail } from '../queries/reversed-tail.ts'
import type { Migration } from './migrate.ts'

/**
 * Indexes of the hot queries, each named in its query by INDEXED BY: a lost index fails loudly instead of scanning.
 * `reversed_tail` is local to the device and virtual: it lives in its index only.
 */
export const indexLookUps: Migration = {
  name: 'index-look-ups',
  up: (database) => {
    database.exec(
      `ALTER TABLE contact_points ADD COLUMN reversed_tail TEXT GENERATED ALWAYS AS (${reversedTail('value')}) VIRTUAL`,
    )
    for (const statement of Object.values(lookUpIndexes)) database.exec(statement)
  },
}

export const lookUpIndexes: Readonly<Record<string, string>> = {
  contact_points_by_phone: `CREATE INDEX IF NOT EXISTS contact_points_by_phone ON contact_points (value) WHERE kind = 'phone'`,
  contact_points_by_tail: `CREATE INDEX IF NOT EXISTS contact_points_by_tail ON contact_points (reversed_tail) WHERE kind = 'phone'`,
  contact_points_by_email: `CREATE INDEX IF NOT EXISTS contact_points_by_email ON contact_points (value) WHERE kind = 'email'`,
  contact_points_by_customer: 'CREATE INDEX IF NOT EXISTS contact_points_by_customer ON contact_points (customer_id)',
  agreements_by_customer: 'CREATE INDEX IF NOT EXISTS agreements_by_customer ON agreements (customer_id)',
  agreements_by_number: 'CREATE INDEX IF NOT EXISTS agreements_by_number ON agreements (number COLLATE NOCASE)',
  customer_products_by_customer: 'CREATE INDEX IF NOT EXISTS customer_products_by_customer ON customer_products (customer_id)',
  customer_facts_by_customer: 'CREATE INDEX IF NOT EXISTS customer_facts_by_customer ON customer_facts (customer_id)',
  cases_by_customer: 'CREATE INDEX IF NOT EXISTS cases_by_customer ON cases (customer_id)',
  cases_by_status: 'CREATE INDEX IF NOT EXISTS cases_by_status ON cases (status, opened_at_ms DESC)',
  cases_by_number: 'CREATE INDEX IF NOT EXISTS cases_by_number ON cases (CAST(number AS INTEGER))',
  tasks_open_by_customer: 'CREATE INDEX IF NOT EXISTS tasks_open_by_customer ON tasks (customer_id) WHERE done_at_ms IS NULL',
  tasks_open_by_due: 'CREATE INDEX IF NOT EXISTS tasks_open_by_due ON tasks (due_at_ms) WHERE done_at_ms IS NULL',
  tasks_done: 'CREATE INDEX IF NOT EXISTS tasks_done ON tasks (done_at_ms DESC) WHERE done_at_ms IS NOT NULL',
  interactions_timeline:
    'CREATE INDEX IF NOT EXISTS interactions_timeline ON interactions (customer_id, started_at_ms DESC, channel)',
  interactions_calls: `CREATE INDEX IF NOT EXISTS interactions_calls ON interactions (started_at_ms DESC) WHERE channel = 'call'`,
  interactions_reached: `CREATE INDEX IF NOT EXISTS interactions_reached ON interactions (number, started_at_ms) WHERE outcome = 'answered'`,
  interactions_missed: `CREATE INDEX IF NOT EXISTS interactions_missed ON interactions (started_at_ms DESC)
    WHERE handled_at_ms IS NULL AND direction = 'inbound' AND outcome IN ('abandoned', 'missed', 'rejected', 'failed')`,
  interactions_unfinished:
    'CREATE INDEX IF NOT EXISTS interactions_unfinished ON interactions (started_at_ms) WHERE finished = 0',
}
