-- Dashboards: the JSON is kept as it was sent. Tags and data are JSON.

CREATE TABLE dashboard_folder (
  id      INTEGER      NOT NULL PRIMARY KEY,
  uid     VARCHAR(40)  NOT NULL UNIQUE,
  title   TEXT         NOT NULL,
  version INTEGER      NOT NULL,
  created BIGINT       NOT NULL,
  updated BIGINT       NOT NULL
);

CREATE TABLE dashboard (
  id          INTEGER      NOT NULL PRIMARY KEY,
  uid         VARCHAR(40)  NOT NULL UNIQUE,
  title       TEXT         NOT NULL,
  tags        TEXT         NOT NULL,
  folder_uid  VARCHAR(40)  NOT NULL,
  version     INTEGER      NOT NULL,
  created     BIGINT       NOT NULL,
  updated     BIGINT       NOT NULL,
  provisioned TEXT         NOT NULL,
  starred     BOOLEAN      NOT NULL,
  json        TEXT         NOT NULL
);

-- The newest versions of each dashboard, the present one included.
CREATE TABLE dashboard_version (
  id            INTEGER NOT NULL PRIMARY KEY,
  dashboard_id  INTEGER NOT NULL REFERENCES dashboard (id) ON DELETE CASCADE,
  version       INTEGER NOT NULL,
  parent        INTEGER NOT NULL,
  restored_from INTEGER NOT NULL,
  created       BIGINT  NOT NULL,
  message       TEXT    NOT NULL,
  json          TEXT    NOT NULL,
  UNIQUE (dashboard_id, version)
);

-- Marks on charts: deployments, promotions, notes.
CREATE TABLE annotation (
  id            INTEGER     NOT NULL PRIMARY KEY,
  dashboard_uid VARCHAR(40) NOT NULL,
  panel_id      BIGINT      NOT NULL,
  starts_at     BIGINT      NOT NULL,
  ends_at       BIGINT      NOT NULL,
  created       BIGINT      NOT NULL,
  updated       BIGINT      NOT NULL,
  text          TEXT        NOT NULL,
  tags          TEXT        NOT NULL,
  data          TEXT        NOT NULL
);
CREATE INDEX annotation_by_time ON annotation (starts_at);
