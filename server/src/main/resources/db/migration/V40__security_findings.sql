-- What was found in log entries; times are milliseconds since the epoch, evidence is JSON.
CREATE TABLE security_finding (
  number          BIGINT NOT NULL PRIMARY KEY,
  detection       TEXT   NOT NULL,
  level           TEXT   NOT NULL,
  subject         TEXT   NOT NULL,
  service         TEXT   NOT NULL,
  first_at        BIGINT NOT NULL,
  last_at         BIGINT NOT NULL,
  heard_at        BIGINT NOT NULL,
  hits            BIGINT NOT NULL,
  evidence        TEXT   NOT NULL,
  acknowledged_by TEXT,
  acknowledged_at BIGINT,
  note            TEXT
);
