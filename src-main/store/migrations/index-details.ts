import type { Migration } from './migrate.ts'

/** Look-ups of the card's details: who names a customer, and which tags are in use. */
export const indexDetails: Migration = {
  name: 'index-details',
  up: (database) => database.exec(sql),
}

const sql = `
CREATE INDEX relations_other ON relations (other_customer_id);
CREATE INDEX customers_tags ON customers (tags) WHERE tags <> '[]';
`
