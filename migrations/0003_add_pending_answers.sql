-- What a collect has read and not yet sealed, so that the next one goes on from there when it is interrupted.
--
-- None of this is evidence: it proves nothing, no digest covers it, and no report reads it. Sealing a snapshot of the
-- organization deletes it in the same transaction; what is older than 24 hours is deleted by the next collect. Times are
-- milliseconds since 1970-01-01T00:00:00Z (columns `..._ms`).

-- One row for each organization and way of asking it. `basis` says what has to be the same for an answer to be taken up:
-- the endpoint, who asked, and what was asked for.
CREATE TABLE pending_collect (
  id INTEGER NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL,
  basis TEXT NOT NULL,
  UNIQUE (organization_id, basis)
);

-- AWS's texts by the SHA-256 of their UTF-8 bytes, each stored once.
CREATE TABLE pending_document (
  sha256 TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
) WITHOUT ROWID;

-- What AWS said of an account's effective policy, read no earlier than `read_from_ms` and no later than `read_until_ms`.
CREATE TABLE pending_effective_policy (
  collect_id INTEGER NOT NULL REFERENCES pending_collect (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL,
  read_from_ms INTEGER NOT NULL,
  read_until_ms INTEGER NOT NULL,
  text_sha256 TEXT, -- of a pending_document; null when AWS found no effective policy
  last_updated_ms INTEGER, -- AWS's LastUpdatedTimestamp
  PRIMARY KEY (collect_id, account_id)
) WITHOUT ROWID;
