-- What playing an organization's whole history ended with, so that `status` need not play it again.
--
-- None of this is evidence: it follows from the evidence, no digest covers it, and no report reads it. Collecting and
-- importing events write it anew; where it is about another state of the store, it is not used. `verify` plays the history and
-- says when it ends otherwise. Times are milliseconds since 1970-01-01T00:00:00Z (columns `..._ms`).

-- One row for each organization: what the rows below are about.
CREATE TABLE replay_cache (
  organization_id TEXT NOT NULL PRIMARY KEY,
  snapshot_id TEXT NOT NULL, -- the newest one then
  import_position INTEGER NOT NULL, -- of the newest import of events then; 0 when there was none
  made_by TEXT NOT NULL -- version of the product, whose rules made it
) WITHOUT ROWID;

-- Since when each account that is opted out has been.
CREATE TABLE opt_out_date_cache (
  organization_id TEXT NOT NULL REFERENCES replay_cache (organization_id) ON DELETE CASCADE,
  account_id TEXT NOT NULL,
  earliest_ms INTEGER, -- null when nothing proves any
  latest_ms INTEGER NOT NULL,
  PRIMARY KEY (organization_id, account_id)
) WITHOUT ROWID;

-- What events prove about the order in which the policies of a node were attached.
CREATE TABLE attachment_order_cache (
  organization_id TEXT NOT NULL REFERENCES replay_cache (organization_id) ON DELETE CASCADE,
  node_id TEXT NOT NULL,
  place INTEGER NOT NULL, -- from 0, the policy attached first
  policy_id TEXT NOT NULL,
  is_whole INTEGER NOT NULL, -- whether the node has no other policies; else these came after all others
  PRIMARY KEY (organization_id, node_id, place)
) WITHOUT ROWID;
