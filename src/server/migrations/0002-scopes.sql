-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is seen of an entry outside of its scope, as it was written when it was accepted.
CREATE TABLE outline (
  seq INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

-- Who is named on a request: they see it without a role in its region. By where it stands.
CREATE TABLE named (
  person TEXT NOT NULL,
  home TEXT NOT NULL,              -- as in scope_home
  ref INTEGER NOT NULL,
  PRIMARY KEY (person, home, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX named_ref ON named (ref);
