-- What was done for backup jobs: backups, checks, drills.
CREATE TABLE backup_run (
  id        INTEGER      NOT NULL PRIMARY KEY,
  job       VARCHAR(64)  NOT NULL,
  action    VARCHAR(16)  NOT NULL,
  caused_by TEXT         NOT NULL,
  started   BIGINT       NOT NULL,
  finished  BIGINT,
  state     VARCHAR(16)  NOT NULL,
  reason    VARCHAR(32)  NOT NULL,
  message   TEXT         NOT NULL,
  backup_id VARCHAR(40)  NOT NULL
);
CREATE INDEX backup_run_by_job ON backup_run (job, action, started);
