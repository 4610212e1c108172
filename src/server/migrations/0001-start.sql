-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a server keeps beside the journal, in the same file, so that it commits with the entry.

-- Who may see what, stamped when an entry is accepted; rows are added and never changed (K-05).
CREATE TABLE scope (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  last INTEGER NOT NULL            -- index of its newest row
) STRICT;
CREATE TABLE scope_row (
  scope INTEGER NOT NULL REFERENCES scope,
  idx INTEGER NOT NULL,            -- from 1, without gaps
  at INTEGER NOT NULL,             -- seq of the entry that brought it
  what INTEGER NOT NULL,           -- 0 an entry, 1 its outline, 2 the request left the scope
  seq INTEGER NOT NULL,            -- of the entry; of a leave: of the entry that opened the request
  PRIMARY KEY (scope, idx)
) STRICT, WITHOUT ROWID;
-- Where a request stands now: the region part of its scopes.
CREATE TABLE scope_home (
  ref INTEGER PRIMARY KEY,
  key TEXT NOT NULL
) STRICT;

-- Full subtrees of the Merkle tree over all entries (K-07).
CREATE TABLE tree (
  level INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

-- What was answered to an entry that was not accepted; a replay gets the same (K-13).
CREATE TABLE refusal (
  id TEXT PRIMARY KEY NOT NULL,
  digest TEXT NOT NULL,            -- SHA-256 of the bytes
  answer TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Files that are being sent (K-19).
CREATE TABLE upload (
  file TEXT PRIMARY KEY NOT NULL,  -- public name
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  name TEXT NOT NULL,
  person TEXT NOT NULL,
  begun INTEGER NOT NULL,
  is_whole INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_person ON upload (person);
-- Who may fetch which file until when.
CREATE TABLE file_grant (
  file TEXT NOT NULL,
  device TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (file, device)
) STRICT, WITHOUT ROWID;
