-- Reports of drills; the outcomes are JSON.
CREATE TABLE drill (
  number   INTEGER NOT NULL PRIMARY KEY,
  at       BIGINT  NOT NULL,
  author   TEXT    NOT NULL,
  outcomes TEXT    NOT NULL
);
