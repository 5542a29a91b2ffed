-- What is recorded beside snapshots: attestations, imported events, probes, time stamps, each an entry of the chain.
--
-- A ledger entry is the row of `chain_entry` at the same position (its `kind` is the same and its `snapshot_id` null)
-- and the row here. Times are milliseconds since 1970-01-01T00:00:00Z (columns `..._ms`), hashes and digests are
-- SHA-256 in lower-case hexadecimal, JSON is canonical (RFC 8785).

CREATE TABLE ledger_entry (
  organization_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL, -- attestation, revocation, countersignature, probe, usage, eventImport, anchor, retirement
  recorded_at_ms INTEGER NOT NULL,
  body TEXT NOT NULL, -- JSON
  files TEXT NOT NULL, -- JSON array: the SHA-256 of each file in `evidence_file` that belongs to the entry
  PRIMARY KEY (organization_id, position),
  FOREIGN KEY (organization_id, position) REFERENCES chain_entry (organization_id, position)
) WITHOUT ROWID;

-- Files by the SHA-256 of their bytes, each stored once.
CREATE TABLE evidence_file (
  sha256 TEXT NOT NULL PRIMARY KEY,
  body BLOB NOT NULL
) WITHOUT ROWID;

-- CloudTrail events, each once however often it is imported. `position` is that of the import's ledger entry.
CREATE TABLE event (
  organization_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL, -- JSON
  hash TEXT NOT NULL,
  PRIMARY KEY (organization_id, event_id),
  FOREIGN KEY (organization_id, position) REFERENCES ledger_entry (organization_id, position)
) WITHOUT ROWID;

-- Views for sqlite3, Datasette and DuckDB. Their names and columns stay; times are RFC 3339 in UTC.

-- Every ledger entry: organization_id, position, kind, recorded_at, body, files, digest, previous_digest.
CREATE VIEW ledger_list AS
SELECT l.organization_id, l.position, l.kind,
  strftime('%Y-%m-%dT%H:%M:%fZ', l.recorded_at_ms / 1000.0, 'unixepoch') AS recorded_at,
  l.body, l.files, c.digest, c.previous_digest
FROM ledger_entry AS l JOIN chain_entry AS c ON c.organization_id = l.organization_id AND c.position = l.position;

-- Attestations as they were recorded; revocations and countersignatures are entries of their own in ledger_list.
CREATE VIEW attestation_list AS
SELECT 'a-' || substr(digest, 1, 12) AS id, organization_id, position, recorded_at,
  json_extract(body, '$.item') AS item, json_extract(body, '$.outcome') AS outcome,
  json_extract(body, '$.statement') AS statement, json_extract(body, '$.attestedBy') AS attested_by,
  json_extract(body, '$.effective') AS effective, json_extract(body, '$.expires') AS expires,
  json_extract(body, '$.scope') AS scope, digest
FROM ledger_list WHERE kind = 'attestation';

-- CloudTrail events: organization_id, event_id, time, name, actor, role, source_address, error_code, details (JSON),
-- trail_account_id, position. One with an error_code changed nothing.
CREATE VIEW event_list AS
SELECT organization_id, event_id, strftime('%Y-%m-%dT%H:%M:%SZ', time_ms / 1000.0, 'unixepoch') AS time, name,
  json_extract(body, '$.actor.arn') AS actor, json_extract(body, '$.actor.role') AS role,
  json_extract(body, '$.sourceAddress') AS source_address, json_extract(body, '$.errorCode') AS error_code,
  json_extract(body, '$.details') AS details, json_extract(body, '$.trailAccount') AS trail_account_id, position
FROM event;

-- Guards, as in 0001.

CREATE TRIGGER ledger_entry_refuses_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'rows of ledger_entry are evidence and are never updated'); END;
CREATE TRIGGER ledger_entry_refuses_delete BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'rows of ledger_entry are evidence and are never deleted'); END;
CREATE TRIGGER ledger_entry_refuses_replace BEFORE INSERT ON ledger_entry
WHEN EXISTS (SELECT 1 FROM ledger_entry
    WHERE organization_id = NEW.organization_id AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'rows of ledger_entry are evidence and are never replaced'); END;

CREATE TRIGGER evidence_file_refuses_update BEFORE UPDATE ON evidence_file
BEGIN SELECT RAISE(ABORT, 'rows of evidence_file are evidence and are never updated'); END;
CREATE TRIGGER evidence_file_refuses_delete BEFORE DELETE ON evidence_file
BEGIN SELECT RAISE(ABORT, 'rows of evidence_file are evidence and are never deleted'); END;
CREATE TRIGGER evidence_file_refuses_replace BEFORE INSERT ON evidence_file
WHEN EXISTS (SELECT 1 FROM evidence_file WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'rows of evidence_file are evidence and are never replaced'); END;

CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'rows of event are evidence and are never updated'); END;
CREATE TRIGGER event_refuses_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'rows of event are evidence and are never deleted'); END;
CREATE TRIGGER event_refuses_replace BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event
    WHERE organization_id = NEW.organization_id AND event_id = NEW.event_id)
BEGIN SELECT RAISE(ABORT, 'rows of event are evidence and are never replaced'); END;
