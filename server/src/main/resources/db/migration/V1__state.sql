-- Times are milliseconds since the epoch; labels, annotations and lists are JSON.

CREATE TABLE silence (
  id          VARCHAR(64)  NOT NULL PRIMARY KEY,
  matchers    TEXT         NOT NULL,
  starts_at   BIGINT       NOT NULL,
  ends_at     BIGINT       NOT NULL,
  updated_at  BIGINT       NOT NULL,
  created_by  TEXT         NOT NULL,
  comment     TEXT         NOT NULL
);

-- Alerts that the dispatcher holds.
CREATE TABLE held_alert (
  labels        VARCHAR(4000) NOT NULL PRIMARY KEY,
  annotations   TEXT          NOT NULL,
  starts_at     BIGINT        NOT NULL,
  ends_at       BIGINT        NOT NULL,
  generator_url TEXT          NOT NULL
);

-- What was told to whom last.
CREATE TABLE notification_log (
  group_key VARCHAR(700) NOT NULL,
  receiver  VARCHAR(200) NOT NULL,
  channel   VARCHAR(100) NOT NULL,
  at        BIGINT       NOT NULL,
  firing    TEXT         NOT NULL,
  resolved  TEXT         NOT NULL,
  PRIMARY KEY (group_key, receiver, channel)
);

-- Every notification and what became of it.
CREATE TABLE notification (
  id           INTEGER NOT NULL PRIMARY KEY,
  at           BIGINT  NOT NULL,
  channel      TEXT    NOT NULL,
  receiver     TEXT    NOT NULL,
  target       TEXT    NOT NULL,
  state        TEXT    NOT NULL,
  attempts     INTEGER NOT NULL,
  error        TEXT    NOT NULL,
  group_key    TEXT    NOT NULL,
  alert_names  TEXT    NOT NULL,
  fingerprints TEXT    NOT NULL,
  status       TEXT    NOT NULL,
  title        TEXT    NOT NULL
);
CREATE INDEX notification_by_time ON notification (at);
CREATE INDEX notification_by_group ON notification (group_key);

CREATE TABLE incident (
  number          INTEGER NOT NULL PRIMARY KEY,
  title           TEXT    NOT NULL,
  priority        TEXT    NOT NULL,
  state           TEXT    NOT NULL,
  opened_at       BIGINT  NOT NULL,
  acknowledged_at BIGINT,
  acknowledged_by TEXT,
  resolved_at     BIGINT,
  group_key       TEXT    NOT NULL,
  alerts          TEXT    NOT NULL
);
CREATE INDEX incident_by_group ON incident (group_key);
CREATE INDEX incident_by_state ON incident (state);

-- Only ever added to.
CREATE TABLE incident_event (
  id     INTEGER NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL REFERENCES incident (number),
  at     BIGINT  NOT NULL,
  kind   TEXT    NOT NULL,
  author TEXT    NOT NULL,
  zh     TEXT    NOT NULL,
  en     TEXT    NOT NULL,
  data   TEXT    NOT NULL
);
CREATE INDEX incident_event_by_number ON incident_event (number);
