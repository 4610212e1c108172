-- SPDX-License-Identifier: GPL-3.0-or-later
-- What cannot be made again: the journal, and what was typed and not yet said.

CREATE TABLE meta (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The end of every chain: one row a request, and row 0 for the directory.
CREATE TABLE head (
  ref INTEGER PRIMARY KEY,
  request TEXT UNIQUE,
  name TEXT,                       -- the number people call it by; given once
  last INTEGER NOT NULL,           -- number of its last entry
  hash BLOB NOT NULL               -- of its last entry; empty before the first
) STRICT;
INSERT INTO head VALUES (0, NULL, NULL, 0, x'');
CREATE UNIQUE INDEX head_name ON head (name);

CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  ref INTEGER NOT NULL REFERENCES head,
  number INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  device TEXT NOT NULL,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  author TEXT NOT NULL,
  at INTEGER NOT NULL,             -- microseconds, the author's time
  received INTEGER NOT NULL,       -- microseconds, the authority's time
  bytes BLOB NOT NULL,             -- as written
  signature TEXT,
  hash BLOB NOT NULL,              -- of the previous one's and these bytes
  UNIQUE (ref, number),
  UNIQUE (device, n)
) STRICT;

-- What must not happen twice even if the rules were wrong (K-17, D-C10).
CREATE TABLE rung (
  ref INTEGER NOT NULL REFERENCES head,
  clock TEXT NOT NULL,
  run TEXT NOT NULL,
  rung TEXT NOT NULL,
  PRIMARY KEY (ref, clock, run, rung)
) STRICT, WITHOUT ROWID;
CREATE TABLE settled (
  ref INTEGER NOT NULL REFERENCES head,
  offer TEXT NOT NULL,
  level TEXT NOT NULL,
  person TEXT NOT NULL,
  entry TEXT NOT NULL,
  PRIMARY KEY (ref, offer, level, person)
) STRICT, WITHOUT ROWID;

-- Request numbers by prefix, and how many rows there are of what is shown as a count.
CREATE TABLE counter (
  name TEXT PRIMARY KEY NOT NULL,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  id TEXT PRIMARY KEY NOT NULL,
  request TEXT,
  n INTEGER NOT NULL UNIQUE,
  made INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  signature TEXT,
  verdict TEXT                     -- as answered; NULL while it waits
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
  id TEXT PRIMARY KEY NOT NULL,
  person TEXT NOT NULL,
  kind TEXT NOT NULL,
  request TEXT,
  content TEXT NOT NULL,
  updated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hold (
  id TEXT PRIMARY KEY NOT NULL,
  person TEXT NOT NULL,
  request TEXT NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL,
  until INTEGER NOT NULL,
  made INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_until ON hold (until);

CREATE TABLE pack (
  digest TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- One person's reading: the entry they last looked at, and until when they put it off.
CREATE TABLE seen (
  person TEXT NOT NULL,
  ref INTEGER NOT NULL REFERENCES head,
  number INTEGER NOT NULL,
  PRIMARY KEY (person, ref)
) STRICT, WITHOUT ROWID;
CREATE TABLE snooze (
  person TEXT NOT NULL,
  ref INTEGER NOT NULL REFERENCES head,
  until INTEGER NOT NULL,
  PRIMARY KEY (person, ref)
) STRICT, WITHOUT ROWID;

-- Rungs a person has been told of on this computer.
CREATE TABLE notice (
  person TEXT NOT NULL,
  entry TEXT NOT NULL,
  shown INTEGER NOT NULL,
  PRIMARY KEY (person, entry)
) STRICT, WITHOUT ROWID;
