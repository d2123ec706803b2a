-- Invariants of the mall's books that were found broken; rows are JSON, times milliseconds since
-- the epoch.
CREATE TABLE ledger_breach (
  id         INTEGER NOT NULL PRIMARY KEY,
  invariant  TEXT    NOT NULL,
  first_seen BIGINT  NOT NULL,
  last_seen  BIGINT  NOT NULL,
  mended     BIGINT,
  offending  INTEGER NOT NULL,
  difference REAL    NOT NULL,
  offenders  TEXT    NOT NULL
);
CREATE INDEX ledger_breach_open ON ledger_breach (invariant, mended);
