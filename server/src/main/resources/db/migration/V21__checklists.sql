-- Checklists on their occasions, and their items with what was found.
CREATE TABLE checklist_run (
  id        INTEGER     NOT NULL PRIMARY KEY,
  checklist VARCHAR(64) NOT NULL,
  begun     BIGINT      NOT NULL,
  due       BIGINT      NOT NULL
);
CREATE INDEX checklist_run_by_begin ON checklist_run (checklist, begun);

CREATE TABLE checklist_entry (
  run_id    INTEGER     NOT NULL REFERENCES checklist_run (id) ON DELETE CASCADE,
  place     INTEGER     NOT NULL,
  item      VARCHAR(64) NOT NULL,
  title     TEXT        NOT NULL,
  title_en  TEXT        NOT NULL,
  state     VARCHAR(16) NOT NULL,
  signed_by TEXT        NOT NULL,
  at        BIGINT      NOT NULL,
  note      TEXT        NOT NULL,
  kind      VARCHAR(16) NOT NULL,
  query     TEXT        NOT NULL,
  result    TEXT        NOT NULL,
  asked     VARCHAR(40) NOT NULL,
  sha256    VARCHAR(64) NOT NULL,
  PRIMARY KEY (run_id, item)
);
