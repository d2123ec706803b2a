/// Brings log entries over from an Elasticsearch, an OpenSearch or another Mallwatch while both
/// ends run: read by scrolls, sent by bulk requests.
///
/// Start with [LogMigration], which moves them; [MigrationBook] knows how far it came.
@NullMarked
package io.mallwatch.server.migrate;

import org.jspecify.annotations.NullMarked;
