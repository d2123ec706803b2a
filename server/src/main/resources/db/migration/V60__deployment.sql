-- Versions brought into use, or tried. Times are milliseconds since 1970; 0 where there is none.
CREATE TABLE deployment (
  id           VARCHAR(100) NOT NULL PRIMARY KEY,
  service      VARCHAR(100) NOT NULL,
  environment  VARCHAR(100) NOT NULL,
  version      VARCHAR(200) NOT NULL,
  colour       VARCHAR(20)  NOT NULL,
  committed_at BIGINT       NOT NULL,
  started_at   BIGINT       NOT NULL,
  switched_at  BIGINT       NOT NULL,
  finished_at  BIGINT       NOT NULL,
  status       VARCHAR(20)  NOT NULL,
  reason       TEXT         NOT NULL,
  deployed_by  VARCHAR(100) NOT NULL
);
CREATE INDEX deployment_by_start ON deployment (started_at);
