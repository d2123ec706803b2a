-- What the other side calls a notification, such as a message id.
ALTER TABLE notification ADD COLUMN receipt TEXT NOT NULL DEFAULT '';
