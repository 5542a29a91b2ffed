-- The history of organizations: sealed snapshots, kept as change rows in tables that only ever grow.
--
-- A snapshot adds a row only for what differs from the organization's snapshot before it; what went away is a row with
-- is_removed = 1 and no values. The state at a snapshot is, for each key, the row with the greatest `sequence` that is
-- not greater than the snapshot's. Times are milliseconds since 1970-01-01T00:00:00Z (columns `..._ms`), flags are 0 or
-- 1, hashes and digests are SHA-256 in lower-case hexadecimal. `hash` is the hash of the record's canonical JSON.
--
-- Tables hold no rowid, so that no key exists which the guards at the end do not know.

-- Which migrations made this schema, and the SHA-256 of each one's text.
CREATE TABLE schema_migration (
  version INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL
) WITHOUT ROWID;

-- Texts by the SHA-256 of their UTF-8 bytes, each stored once: policies, AWS's effective policies, resource policies.
CREATE TABLE document (
  sha256 TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
) WITHOUT ROWID;

-- One row per sealed snapshot. `sequence` counts an organization's snapshots from 1.
CREATE TABLE snapshot (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  started_at_ms INTEGER NOT NULL,
  observed_at_ms INTEGER NOT NULL,
  source_kind TEXT NOT NULL, -- live, export
  endpoint TEXT, -- live: the endpoint that the operator gave
  caller_arn TEXT, -- live: who asked
  observed_at_given INTEGER, -- export: whether the operator gave the time
  tool_version TEXT NOT NULL,
  effective_mode TEXT NOT NULL, -- every, representative
  is_complete INTEGER NOT NULL,
  account_count INTEGER NOT NULL,
  content_digest TEXT NOT NULL -- over the hashes of all records in force
) WITHOUT ROWID;
CREATE UNIQUE INDEX snapshot_sequence ON snapshot (organization_id, sequence);
CREATE UNIQUE INDEX snapshot_reference ON snapshot (id, organization_id, sequence);

-- The chain of each organization. `position` counts from 1; each digest covers the one before it.
CREATE TABLE chain_entry (
  organization_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL, -- snapshot
  snapshot_id TEXT REFERENCES snapshot (id),
  previous_digest TEXT, -- null in the first entry only
  digest TEXT NOT NULL,
  PRIMARY KEY (organization_id, position)
) WITHOUT ROWID;
CREATE UNIQUE INDEX chain_entry_digest ON chain_entry (digest);
CREATE UNIQUE INDEX chain_entry_snapshot ON chain_entry (snapshot_id);

CREATE TABLE organizational_unit (
  organization_id TEXT NOT NULL,
  organizational_unit_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  snapshot_id TEXT NOT NULL,
  is_removed INTEGER NOT NULL,
  arn TEXT,
  name TEXT,
  parent_id TEXT, -- the root or an organizational unit
  hash TEXT,
  PRIMARY KEY (organization_id, organizational_unit_id, sequence),
  FOREIGN KEY (snapshot_id, organization_id, sequence) REFERENCES snapshot (id, organization_id, sequence)
) WITHOUT ROWID;

CREATE TABLE account (
  organization_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  snapshot_id TEXT NOT NULL,
  is_removed INTEGER NOT NULL,
  arn TEXT,
  name TEXT, -- as AWS sent it: members choose it, so it is untrusted text
  state TEXT,
  joined_method TEXT,
  joined_at_ms INTEGER,
  parent_id TEXT, -- the root or an organizational unit; null when the place is not known
  hash TEXT,
  PRIMARY KEY (organization_id, account_id, sequence),
  FOREIGN KEY (snapshot_id, organization_id, sequence) REFERENCES snapshot (id, organization_id, sequence)
) WITHOUT ROWID;

CREATE TABLE policy (
  organization_id TEXT NOT NULL,
  policy_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  snapshot_id TEXT NOT NULL,
  is_removed INTEGER NOT NULL,
  arn TEXT,
  name TEXT,
  description TEXT,
  is_aws_managed INTEGER,
  content_sha256 TEXT REFERENCES document (sha256),
  unread_reason TEXT, -- why there is no content
  hash TEXT,
  PRIMARY KEY (organization_id, policy_id, sequence),
  FOREIGN KEY (snapshot_id, organization_id, sequence) REFERENCES snapshot (id, organization_id, sequence)
) WITHOUT ROWID;

CREATE TABLE attachment (
  organization_id TEXT NOT NULL,
  policy_id TEXT NOT NULL,
  node_id TEXT NOT NULL, -- the root, an organizational unit or an account
  sequence INTEGER NOT NULL,
  snapshot_id TEXT NOT NULL,
  is_removed INTEGER NOT NULL,
  hash TEXT,
  PRIMARY KEY (organization_id, policy_id, node_id, sequence),
  FOREIGN KEY (snapshot_id, organization_id, sequence) REFERENCES snapshot (id, organization_id, sequence)
) WITHOUT ROWID;

-- What AWS says applies to an account.
CREATE TABLE effective_policy (
  organization_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  snapshot_id TEXT NOT NULL,
  is_removed INTEGER NOT NULL,
  answer TEXT, -- reported, representative, unread
  text_sha256 TEXT REFERENCES document (sha256), -- reported: null when AWS found no effective policy
  last_updated_ms INTEGER, -- reported: AWS's LastUpdatedTimestamp
  representative_account_id TEXT, -- representative: for which account AWS answered
  unread_reason TEXT, -- unread: why there is no answer
  hash TEXT,
  PRIMARY KEY (organization_id, account_id, sequence),
  FOREIGN KEY (snapshot_id, organization_id, sequence) REFERENCES snapshot (id, organization_id, sequence)
) WITHOUT ROWID;

-- Facts of which there are few. `body` is the record's canonical JSON; members named `...SHA256` in it name documents.
CREATE TABLE observation (
  organization_id TEXT NOT NULL,
  kind TEXT NOT NULL, -- organization, root, resourcePolicy, unread, ...
  key TEXT NOT NULL, -- empty where there is one of the kind
  sequence INTEGER NOT NULL,
  snapshot_id TEXT NOT NULL,
  is_removed INTEGER NOT NULL,
  body TEXT,
  hash TEXT,
  PRIMARY KEY (organization_id, kind, key, sequence),
  FOREIGN KEY (snapshot_id, organization_id, sequence) REFERENCES snapshot (id, organization_id, sequence)
) WITHOUT ROWID;

-- Views for sqlite3, Datasette and DuckDB. Their names and columns stay; times are RFC 3339 in UTC.

-- All snapshots: id, organization_id, sequence, started_at, observed_at, source_kind, endpoint, caller_arn,
-- observed_at_given, tool_version, effective_mode, is_complete, account_count, content_digest, digest, previous_digest.
CREATE VIEW snapshot_list AS
SELECT s.id, s.organization_id, s.sequence,
  strftime('%Y-%m-%dT%H:%M:%fZ', s.started_at_ms / 1000.0, 'unixepoch') AS started_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', s.observed_at_ms / 1000.0, 'unixepoch') AS observed_at,
  s.source_kind, s.endpoint, s.caller_arn, s.observed_at_given, s.tool_version, s.effective_mode, s.is_complete,
  s.account_count, s.content_digest, c.digest, c.previous_digest
FROM snapshot AS s JOIN chain_entry AS c ON c.snapshot_id = s.id;

-- Organizational units in each organization's newest snapshot; snapshot_id is the snapshot that last changed the row.
CREATE VIEW current_organizational_unit AS
SELECT organization_id, organizational_unit_id, name, parent_id, arn, snapshot_id
FROM organizational_unit AS o
WHERE is_removed = 0 AND sequence = (
  SELECT max(sequence) FROM organizational_unit AS n
  WHERE n.organization_id = o.organization_id AND n.organizational_unit_id = o.organizational_unit_id);

-- Accounts in each organization's newest snapshot; snapshot_id is the snapshot that last changed the row.
CREATE VIEW current_account AS
SELECT organization_id, account_id, name, state, parent_id, joined_method,
  strftime('%Y-%m-%dT%H:%M:%fZ', joined_at_ms / 1000.0, 'unixepoch') AS joined_at, arn, snapshot_id
FROM account AS a
WHERE is_removed = 0 AND sequence = (
  SELECT max(sequence) FROM account AS n
  WHERE n.organization_id = a.organization_id AND n.account_id = a.account_id);

-- AI services opt-out policies in each organization's newest snapshot, with their text in `content`.
CREATE VIEW current_policy AS
SELECT organization_id, policy_id, name, description, is_aws_managed, d.body AS content, unread_reason, arn, snapshot_id
FROM policy AS p LEFT JOIN document AS d ON d.sha256 = p.content_sha256
WHERE is_removed = 0 AND sequence = (
  SELECT max(sequence) FROM policy AS n
  WHERE n.organization_id = p.organization_id AND n.policy_id = p.policy_id);

-- Which policy is on which node in each organization's newest snapshot.
CREATE VIEW current_attachment AS
SELECT organization_id, policy_id, node_id, snapshot_id
FROM attachment AS a
WHERE is_removed = 0 AND sequence = (
  SELECT max(sequence) FROM attachment AS n
  WHERE n.organization_id = a.organization_id AND n.policy_id = a.policy_id AND n.node_id = a.node_id);

-- AWS's answers about effective policies in each organization's newest snapshot, with AWS's text in `content`.
CREATE VIEW current_effective_policy AS
SELECT organization_id, account_id, answer, d.body AS content,
  strftime('%Y-%m-%dT%H:%M:%fZ', last_updated_ms / 1000.0, 'unixepoch') AS last_updated,
  representative_account_id, unread_reason, snapshot_id
FROM effective_policy AS e LEFT JOIN document AS d ON d.sha256 = e.text_sha256
WHERE is_removed = 0 AND sequence = (
  SELECT max(sequence) FROM effective_policy AS n
  WHERE n.organization_id = e.organization_id AND n.account_id = e.account_id);

-- The other facts in each organization's newest snapshot: kind, key, and canonical JSON in `body`.
CREATE VIEW current_observation AS
SELECT organization_id, kind, key, body, snapshot_id
FROM observation AS o
WHERE is_removed = 0 AND sequence = (
  SELECT max(sequence) FROM observation AS n
  WHERE n.organization_id = o.organization_id AND n.kind = o.kind AND n.key = o.key);

-- Guards. Evidence is neither updated nor deleted. INSERT OR REPLACE deletes the row it replaces without asking the
-- DELETE trigger, so a third trigger refuses every key that exists, of the primary key and of each unique index.

CREATE TRIGGER document_refuses_update BEFORE UPDATE ON document
BEGIN SELECT RAISE(ABORT, 'rows of document are evidence and are never updated'); END;
CREATE TRIGGER document_refuses_delete BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'rows of document are evidence and are never deleted'); END;
CREATE TRIGGER document_refuses_replace BEFORE INSERT ON document
WHEN EXISTS (SELECT 1 FROM document WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'rows of document are evidence and are never replaced'); END;

CREATE TRIGGER snapshot_refuses_update BEFORE UPDATE ON snapshot
BEGIN SELECT RAISE(ABORT, 'rows of snapshot are evidence and are never updated'); END;
CREATE TRIGGER snapshot_refuses_delete BEFORE DELETE ON snapshot
BEGIN SELECT RAISE(ABORT, 'rows of snapshot are evidence and are never deleted'); END;
CREATE TRIGGER snapshot_refuses_replace BEFORE INSERT ON snapshot
WHEN EXISTS (SELECT 1 FROM snapshot
    WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM snapshot
    WHERE organization_id = NEW.organization_id AND sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'rows of snapshot are evidence and are never replaced'); END;

CREATE TRIGGER chain_entry_refuses_update BEFORE UPDATE ON chain_entry
BEGIN SELECT RAISE(ABORT, 'rows of chain_entry are evidence and are never updated'); END;
CREATE TRIGGER chain_entry_refuses_delete BEFORE DELETE ON chain_entry
BEGIN SELECT RAISE(ABORT, 'rows of chain_entry are evidence and are never deleted'); END;
CREATE TRIGGER chain_entry_refuses_replace BEFORE INSERT ON chain_entry
WHEN EXISTS (SELECT 1 FROM chain_entry
    WHERE organization_id = NEW.organization_id AND position = NEW.position)
  OR EXISTS (SELECT 1 FROM chain_entry
    WHERE digest = NEW.digest)
  OR EXISTS (SELECT 1 FROM chain_entry
    WHERE snapshot_id = NEW.snapshot_id)
BEGIN SELECT RAISE(ABORT, 'rows of chain_entry are evidence and are never replaced'); END;

CREATE TRIGGER organizational_unit_refuses_update BEFORE UPDATE ON organizational_unit
BEGIN SELECT RAISE(ABORT, 'rows of organizational_unit are evidence and are never updated'); END;
CREATE TRIGGER organizational_unit_refuses_delete BEFORE DELETE ON organizational_unit
BEGIN SELECT RAISE(ABORT, 'rows of organizational_unit are evidence and are never deleted'); END;
CREATE TRIGGER organizational_unit_refuses_replace BEFORE INSERT ON organizational_unit
WHEN EXISTS (SELECT 1 FROM organizational_unit
    WHERE organization_id = NEW.organization_id AND organizational_unit_id = NEW.organizational_unit_id AND sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'rows of organizational_unit are evidence and are never replaced'); END;

CREATE TRIGGER account_refuses_update BEFORE UPDATE ON account
BEGIN SELECT RAISE(ABORT, 'rows of account are evidence and are never updated'); END;
CREATE TRIGGER account_refuses_delete BEFORE DELETE ON account
BEGIN SELECT RAISE(ABORT, 'rows of account are evidence and are never deleted'); END;
CREATE TRIGGER account_refuses_replace BEFORE INSERT ON account
WHEN EXISTS (SELECT 1 FROM account
    WHERE organization_id = NEW.organization_id AND account_id = NEW.account_id AND sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'rows of account are evidence and are never replaced'); END;

CREATE TRIGGER policy_refuses_update BEFORE UPDATE ON policy
BEGIN SELECT RAISE(ABORT, 'rows of policy are evidence and are never updated'); END;
CREATE TRIGGER policy_refuses_delete BEFORE DELETE ON policy
BEGIN SELECT RAISE(ABORT, 'rows of policy are evidence and are never deleted'); END;
CREATE TRIGGER policy_refuses_replace BEFORE INSERT ON policy
WHEN EXISTS (SELECT 1 FROM policy
    WHERE organization_id = NEW.organization_id AND policy_id = NEW.policy_id AND sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'rows of policy are evidence and are never replaced'); END;

CREATE TRIGGER attachment_refuses_update BEFORE UPDATE ON attachment
BEGIN SELECT RAISE(ABORT, 'rows of attachment are evidence and are never updated'); END;
CREATE TRIGGER attachment_refuses_delete BEFORE DELETE ON attachment
BEGIN SELECT RAISE(ABORT, 'rows of attachment are evidence and are never deleted'); END;
CREATE TRIGGER attachment_refuses_replace BEFORE INSERT ON attachment
WHEN EXISTS (SELECT 1 FROM attachment
    WHERE organization_id = NEW.organization_id AND policy_id = NEW.policy_id AND node_id = NEW.node_id AND sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'rows of attachment are evidence and are never replaced'); END;

CREATE TRIGGER effective_policy_refuses_update BEFORE UPDATE ON effective_policy
BEGIN SELECT RAISE(ABORT, 'rows of effective_policy are evidence and are never updated'); END;
CREATE TRIGGER effective_policy_refuses_delete BEFORE DELETE ON effective_policy
BEGIN SELECT RAISE(ABORT, 'rows of effective_policy are evidence and are never deleted'); END;
CREATE TRIGGER effective_policy_refuses_replace BEFORE INSERT ON effective_policy
WHEN EXISTS (SELECT 1 FROM effective_policy
    WHERE organization_id = NEW.organization_id AND account_id = NEW.account_id AND sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'rows of effective_policy are evidence and are never replaced'); END;

CREATE TRIGGER observation_refuses_update BEFORE UPDATE ON observation
BEGIN SELECT RAISE(ABORT, 'rows of observation are evidence and are never updated'); END;
CREATE TRIGGER observation_refuses_delete BEFORE DELETE ON observation
BEGIN SELECT RAISE(ABORT, 'rows of observation are evidence and are never deleted'); END;
CREATE TRIGGER observation_refuses_replace BEFORE INSERT ON observation
WHEN EXISTS (SELECT 1 FROM observation
    WHERE organization_id = NEW.organization_id AND kind = NEW.kind AND key = NEW.key AND sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'rows of observation are evidence and are never replaced'); END;
