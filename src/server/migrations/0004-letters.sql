-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is on its way to somebody who has no desktop open, and who else is told.

-- One message: a mail to a person, or a call of a hook. Never twice of the same entry.
CREATE TABLE letter (
  id TEXT PRIMARY KEY NOT NULL,    -- the same at every attempt
  kind INTEGER NOT NULL,           -- 0 a mail, 1 a call
  entry TEXT NOT NULL,             -- what it tells of
  target TEXT NOT NULL,            -- a person, a hook
  made INTEGER NOT NULL,
  due INTEGER NOT NULL,            -- not sent before
  attempts INTEGER NOT NULL,
  state INTEGER NOT NULL,          -- 0 waiting, 1 claimed, 2 sent, 3 dead, 4 not needed any more
  holder TEXT,                     -- who claimed it
  until INTEGER,                   -- how long the claim holds
  reason TEXT,                     -- why it was not sent, in words
  UNIQUE (kind, entry, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX letter_due ON letter (state, kind, due);

-- Another program that is called when something happens.
CREATE TABLE hook (
  id TEXT PRIMARY KEY NOT NULL,
  url TEXT NOT NULL,
  kinds TEXT NOT NULL,             -- kinds of entries between blanks; empty: every kind of a request
  has_values INTEGER NOT NULL,     -- whether calls carry what the entry says
  made INTEGER NOT NULL,
  position INTEGER NOT NULL,       -- seq of the last entry it was looked at for
  failing INTEGER,                 -- since when no call was taken
  disabled INTEGER,                -- since when it is called no more
  reason TEXT
) STRICT, WITHOUT ROWID;
