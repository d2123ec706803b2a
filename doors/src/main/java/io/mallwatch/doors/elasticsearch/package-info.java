/// What Elasticsearch's clients need of its API: the handshake, bulk and single documents in,
/// searches and aggregations over log entries out.
///
/// Start with [ElasticsearchDoor]. A search body goes through `SearchBody` (size, sort, what to
/// return), `QueryNodes` (query to [io.mallwatch.logs.LogFilter] and time range) and
/// `Aggregations`. What is not supported is refused by name, never ignored.
@NullMarked
package io.mallwatch.doors.elasticsearch;

import org.jspecify.annotations.NullMarked;
