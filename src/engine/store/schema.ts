/** Raised with every change of the tables below. */
export const SCHEMA_VERSION = 3;

/** The words are stored too: a contentless table would go on counting deleted documents in its BM25 statistics. */
const searchable = (collection: "jobs" | "resumes") => `
CREATE TABLE IF NOT EXISTS ${collection} (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, owner TEXT, hash TEXT NOT NULL, seed_source TEXT, dated_at INTEGER, document TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS ${collection}_owner ON ${collection} (owner, dated_at DESC);
CREATE INDEX IF NOT EXISTS ${collection}_seeded ON ${collection} (seed_source);
CREATE VIRTUAL TABLE IF NOT EXISTS ${collection}_words USING fts5 (
  title, skills, body, tokenize = "unicode61 remove_diacritics 0 tokenchars '§_+#'");
CREATE VIRTUAL TABLE IF NOT EXISTS ${collection}_vocabulary USING fts5vocab (${collection}_words, row);
${facetTables(collection)}${facetTables(`${collection}_vector`, ", text_hash TEXT")}${textHashIndex(collection)}`;

function textHashIndex(collection: "jobs" | "resumes"): string {
  return `
CREATE INDEX IF NOT EXISTS ${collection}_vector_texts ON ${collection}_vector_facets (text_hash);`;
}

function facetTables(prefix: string, more = ""): string {
  return `
CREATE TABLE IF NOT EXISTS ${prefix}_facets (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, live INTEGER NOT NULL, expires_at INTEGER, dated_at INTEGER, owner_id TEXT, country TEXT, region TEXT, city TEXT,
  lat REAL, lon REAL, remote TEXT, seniority TEXT, employment_type TEXT, salary REAL, years REAL, employer_kind TEXT, company TEXT,
  visa_sponsorship INTEGER, willing_to_relocate INTEGER${more});
CREATE TABLE IF NOT EXISTS ${prefix}_lists (list TEXT NOT NULL, value TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (list, value, row)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ${prefix}_lists_row ON ${prefix}_lists (row, list);`;
}

const turnEvents = `CREATE TABLE IF NOT EXISTS turn_events (
  session_id TEXT NOT NULL, seq INTEGER NOT NULL, turn_id TEXT NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY (session_id, seq)) WITHOUT ROWID;`;

export const SCHEMA = `
${searchable("jobs")}
${searchable("resumes")}
CREATE TABLE IF NOT EXISTS employers (id TEXT PRIMARY KEY, user_id TEXT NOT NULL, hash TEXT NOT NULL, seed_source TEXT, document TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS employers_user ON employers (user_id);
CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS chat_sessions (
  session_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, role TEXT NOT NULL, status TEXT NOT NULL, title TEXT NOT NULL, last_interaction_at TEXT NOT NULL,
  summary TEXT, summary_through_seq INTEGER NOT NULL, last_event_seq INTEGER NOT NULL, search_state TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS chat_sessions_recent ON chat_sessions (user_id, last_interaction_at DESC);
CREATE TABLE IF NOT EXISTS chat_messages (
  message_id TEXT NOT NULL, session_id TEXT NOT NULL REFERENCES chat_sessions ON DELETE CASCADE, user_id TEXT NOT NULL, seq INTEGER NOT NULL, turn_id TEXT NOT NULL,
  client_message_id TEXT NOT NULL, role TEXT NOT NULL, payload_type TEXT NOT NULL, text TEXT NOT NULL, structured TEXT, tokens_used INTEGER, usage TEXT,
  cost_usd REAL, model TEXT, status TEXT NOT NULL, feedback TEXT, created_at TEXT NOT NULL, PRIMARY KEY (session_id, seq)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS chat_messages_client ON chat_messages (user_id, client_message_id);

${turnEvents}
CREATE TABLE IF NOT EXISTS session_locks (session_id TEXT PRIMARY KEY, holder TEXT NOT NULL, expires_at INTEGER NOT NULL, cancel_requested INTEGER NOT NULL,
  pid INTEGER NOT NULL, host TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cache (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS cache_expiry ON cache (expires_at);
PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** What brings a store from a version to the next one. */
export const MIGRATIONS: Record<number, string> = {
  1: (["jobs", "resumes"] as const)
    .map((collection) => `ALTER TABLE ${collection}_vector_facets ADD COLUMN text_hash TEXT;${textHashIndex(collection)}`)
    .concat("PRAGMA user_version = 2;")
    .join("\n"),
  // Events of other shapes; the history holds what they said.
  2: `DROP TABLE turn_events; ${turnEvents} PRAGMA user_version = 3;`,
};
