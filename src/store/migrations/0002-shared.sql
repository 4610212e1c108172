-- SPDX-License-Identifier: GPL-3.0-or-later
-- A workspace whose authority is elsewhere: what it has of the authority's journal, and what waits.

-- Of the true bytes, where those that stand here are an outline of them; NULL where they are true.
ALTER TABLE entry ADD COLUMN digest BLOB;

-- Entries made here, until they stand in the journal, and thirty days longer (K-11, K-13).
ALTER TABLE outbox RENAME TO outbox_before;
CREATE TABLE outbox (
  id TEXT PRIMARY KEY NOT NULL,
  request TEXT,
  device TEXT NOT NULL,
  n INTEGER NOT NULL,
  made INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  signature TEXT,
  depends TEXT,                    -- ids of entries it makes no sense without, in JSON
  verdict TEXT,                    -- in one word; NULL while it waits
  answer TEXT,                     -- what the authority said, in JSON
  answered INTEGER,
  arrived INTEGER,                 -- when it was seen in the journal
  tried INTEGER NOT NULL DEFAULT 0, -- whether it may have left this computer
  UNIQUE (device, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_request ON outbox (request);
INSERT INTO outbox (id, request, device, n, made, bytes, signature, verdict)
  SELECT id, request, json_extract (CAST (bytes AS TEXT), '$.device'), n, made, bytes, signature, verdict
  FROM outbox_before;
DROP TABLE outbox_before;

-- How far each scope has been read; its rows have no gaps (K-05).
CREATE TABLE sync_scope (
  scope TEXT PRIMARY KEY NOT NULL,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sync_row (
  scope TEXT NOT NULL REFERENCES sync_scope ON DELETE CASCADE,
  place INTEGER NOT NULL,
  seq INTEGER NOT NULL,            -- of an entry; the same entry may stand in several scopes
  PRIMARY KEY (scope, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX sync_row_seq ON sync_row (seq);

-- Files that entries name and that are not here yet (K-19).
CREATE TABLE sync_file (
  sha256 TEXT PRIMARY KEY NOT NULL,
  request TEXT,
  tries INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Heads the authority has signed, as they were seen (K-07).
CREATE TABLE sync_head (
  log TEXT NOT NULL,
  incarnation TEXT NOT NULL,
  size INTEGER NOT NULL,
  root TEXT NOT NULL,
  time INTEGER NOT NULL,
  signature TEXT NOT NULL,
  PRIMARY KEY (log, incarnation, size)
) STRICT, WITHOUT ROWID;
