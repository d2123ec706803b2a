-- Every version of the on-call plan, as JSON.
CREATE TABLE oncall_plan (
  version INTEGER NOT NULL PRIMARY KEY,
  plan    TEXT    NOT NULL,
  author  TEXT    NOT NULL,
  at      BIGINT  NOT NULL
);

-- Contacts whose owner sent the code back: kind and address.
CREATE TABLE oncall_contact (
  contact     VARCHAR(600) NOT NULL PRIMARY KEY,
  verified_at BIGINT       NOT NULL
);

-- How far the calling about each open incident has come; breaches and waiting calls are JSON.
CREATE TABLE oncall_escalation (
  number          INTEGER NOT NULL PRIMARY KEY,
  opened_at       BIGINT  NOT NULL,
  policy          TEXT    NOT NULL,
  step            INTEGER NOT NULL,
  due_at          BIGINT  NOT NULL,
  acknowledged_at BIGINT,
  told            TEXT    NOT NULL,
  waiting         TEXT    NOT NULL
);

-- Keys that links are signed with, in hex.
CREATE TABLE secret (
  name  VARCHAR(100) NOT NULL PRIMARY KEY,
  value TEXT         NOT NULL
);
