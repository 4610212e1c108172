-- SPDX-License-Identifier: GPL-3.0-or-later
-- What lists show: derived from the journal, dropped and made again whenever this file changes.

DROP TABLE IF EXISTS search;
DROP TABLE IF EXISTS turn;
DROP TABLE IF EXISTS involved;
DROP TABLE IF EXISTS payment;
DROP TABLE IF EXISTS report_run;
DROP TABLE IF EXISTS report_pass;
DROP TABLE IF EXISTS report_mix;
DROP TABLE IF EXISTS request;
DELETE FROM counter WHERE name LIKE 'list/%';

CREATE TABLE request (
  ref INTEGER PRIMARY KEY REFERENCES head,
  id TEXT NOT NULL,
  number TEXT,
  title TEXT NOT NULL,
  client TEXT NOT NULL,            -- name
  region TEXT NOT NULL,            -- id
  pack TEXT NOT NULL,              -- digest
  process TEXT NOT NULL,
  stage TEXT,
  keys TEXT NOT NULL,              -- whose move it is, one a line
  amount INTEGER,                  -- minor units
  currency TEXT,
  thousandths INTEGER,             -- the amount in thousandths of its unit, for over: and under:
  opened INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  last INTEGER NOT NULL,           -- number of the newest entry
  end INTEGER NOT NULL,            -- CsEnd
  bucket INTEGER NOT NULL,         -- 0 a clock runs, 1 paused, 2 no deadline, 3 closed
  due INTEGER NOT NULL,            -- largest number where there is none
  target INTEGER,
  clock TEXT,
  clock_state INTEGER NOT NULL,
  calendar TEXT,
  next_event INTEGER,
  invoice TEXT,
  owner TEXT,                      -- person id
  note TEXT,
  question INTEGER NOT NULL,
  attachment INTEGER NOT NULL,
  words TEXT NOT NULL              -- folded, for the search
) STRICT;
CREATE INDEX request_due ON request (bucket, due, ref);
CREATE INDEX request_updated ON request (updated, ref);
CREATE INDEX request_client ON request (client, ref);
CREATE INDEX request_amount ON request (currency, amount DESC, ref);
CREATE INDEX request_event ON request (next_event) WHERE next_event IS NOT NULL;

-- Whose move it is; one row a key and request. kind: 0 waiting, 1 asked (the ball is elsewhere).
CREATE TABLE turn (
  key TEXT NOT NULL,
  kind INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  due INTEGER NOT NULL,
  ref INTEGER NOT NULL REFERENCES request ON DELETE CASCADE,
  step TEXT NOT NULL,
  level TEXT,
  except_people TEXT NOT NULL,     -- |p-1|p-2|: who may not decide on it (X-12)
  amount INTEGER,                  -- what its level decides on, where that is not the request's (AA-04)
  currency TEXT,                   -- of it; empty where the level decides on no amount
  PRIMARY KEY (key, kind, bucket, due, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX turn_ref ON turn (ref);

-- Who had a hand in it. what: 0 opened or offered, 1 acted within the last thirty days.
CREATE TABLE involved (
  person TEXT NOT NULL,
  what INTEGER NOT NULL,
  at INTEGER NOT NULL,
  ref INTEGER NOT NULL REFERENCES request ON DELETE CASCADE,
  PRIMARY KEY (person, what, at, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX involved_ref ON involved (ref);

CREATE TABLE payment (
  ref INTEGER NOT NULL REFERENCES request ON DELETE CASCADE,
  step TEXT NOT NULL,
  bucket INTEGER NOT NULL,         -- 0 open, 1 promised, 2 settled
  due INTEGER NOT NULL,
  state INTEGER NOT NULL,          -- CsPaymentState
  escalated INTEGER NOT NULL,
  amount INTEGER,
  received INTEGER,
  currency TEXT,
  delivered INTEGER,
  promised_on TEXT,
  note TEXT,
  PRIMARY KEY (ref, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_due ON payment (bucket, due, ref);

-- What reports count: runs of clocks that have a limit, the working time of what was done (a step;
-- '' is the whole request), and the answers by which a process wants its requests counted.
CREATE TABLE report_run (
  ref INTEGER NOT NULL REFERENCES request ON DELETE CASCADE,
  run TEXT NOT NULL,
  started INTEGER NOT NULL,
  due INTEGER NOT NULL,
  stopped INTEGER,
  paused INTEGER NOT NULL,
  PRIMARY KEY (ref, run)
) STRICT, WITHOUT ROWID;
CREATE TABLE report_pass (
  ref INTEGER NOT NULL REFERENCES request ON DELETE CASCADE,
  step TEXT NOT NULL,
  done INTEGER NOT NULL,
  secs INTEGER NOT NULL,
  PRIMARY KEY (ref, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE report_mix (
  ref INTEGER NOT NULL REFERENCES request ON DELETE CASCADE,
  field TEXT NOT NULL,
  option TEXT NOT NULL,
  PRIMARY KEY (ref, field, option)
) STRICT, WITHOUT ROWID;

-- Kept by the program: the schema is not trusted to reach virtual tables.
CREATE VIRTUAL TABLE search USING fts5 (
  words, content = 'request', content_rowid = 'ref', detail = none, prefix = '2 3',
  tokenize = "unicode61 remove_diacritics 0"
);

-- Counts that are shown without counting (start must not read a million rows).
INSERT INTO counter VALUES
  ('list/open', 0), ('list/closed', 0),
  ('list/payments/0', 0), ('list/payments/1', 0), ('list/payments/2', 0);
CREATE TRIGGER request_added AFTER INSERT ON request BEGIN
  UPDATE counter SET value = value + 1
    WHERE name = iif (new.end = 0, 'list/open', 'list/closed');
END;
CREATE TRIGGER request_removed AFTER DELETE ON request BEGIN
  UPDATE counter SET value = value - 1
    WHERE name = iif (old.end = 0, 'list/open', 'list/closed');
END;
CREATE TRIGGER request_ended AFTER UPDATE OF end ON request WHEN (old.end = 0) <> (new.end = 0) BEGIN
  UPDATE counter SET value = value + iif (name = iif (new.end = 0, 'list/open', 'list/closed'), 1, -1)
    WHERE name IN ('list/open', 'list/closed');
END;
CREATE TRIGGER payment_added AFTER INSERT ON payment BEGIN
  UPDATE counter SET value = value + 1 WHERE name = 'list/payments/' || new.bucket;
END;
CREATE TRIGGER payment_removed AFTER DELETE ON payment BEGIN
  UPDATE counter SET value = value - 1 WHERE name = 'list/payments/' || old.bucket;
END;
