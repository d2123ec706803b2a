/// Small state that must never be lost: silences, held alerts, what was told, incidents.
///
/// [StateDatabase] opens one SQLite file and brings it to the newest schema
/// (`src/main/resources/db/migration`); each other class implements one repository that a room
/// declares.
@NullMarked
package io.mallwatch.server.state;

import org.jspecify.annotations.NullMarked;
