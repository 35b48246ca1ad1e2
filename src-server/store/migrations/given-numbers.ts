import type { Migration } from './migrate.ts'

/** The last running number of a column that the server numbers (`cases.number`). */
export const givenNumbers: Migration = {
  name: 'given-numbers',
  sql: `
CREATE TABLE given_numbers (field text PRIMARY KEY, last bigint NOT NULL);
`,
}
