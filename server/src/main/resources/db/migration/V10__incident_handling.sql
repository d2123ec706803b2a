-- Who works on an incident and how it is held, as JSON.
ALTER TABLE incident ADD COLUMN handling TEXT NOT NULL DEFAULT '{}';
CREATE INDEX incident_by_opening ON incident (opened_at);
