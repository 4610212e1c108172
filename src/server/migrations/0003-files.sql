-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which entries name a file: whoever may see one of them may have the file (K-19).
CREATE TABLE file_ref (
  sha256 TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (sha256, seq)
) STRICT, WITHOUT ROWID;
