import type { Migration } from './migrate.ts'

/**
 * The full-text index over folded names, by the customers' rowids. Contentless: it holds the doclists only. `detail=none`
 * because phrases are never asked; the prefix indexes keep short beginnings from merging thousands of lists.
 * `search_slips` finds words in spite of a slip: each word's beginning with any one letter left out.
 * VACUUM would renumber the customers' rowids: it must never be run without building this anew.
 */
export const searchNames: Migration = {
  name: 'search-names',
  up: (database) => database.exec(sql),
}

const sql = `
CREATE VIRTUAL TABLE name_search USING fts5(
  words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5 6', tokenize='unicode61 remove_diacritics 0'
);
CREATE TABLE search_slips (slip TEXT NOT NULL, stem TEXT NOT NULL, PRIMARY KEY (slip, stem)) WITHOUT ROWID;
`
