/// What Elasticsearch's clients need of its API: the handshake, bulk and single documents in,
/// searches and aggregations over log entries out.
///
/// Start with [ElasticsearchDoor]. A search body goes through `SearchBody` (which hits),
/// `SearchSort` (their order), `HitShape` (what is told of them), `QueryNodes` (query to
/// [io.mallwatch.logs.LogFilter] and time range) and `AggregationNodes`; `Searches` does it. What
/// clients set up lies in `catalog`, what they ask of the node and its indices in `admin`. What is
/// not supported is refused by name, never ignored.
@NullMarked
package io.mallwatch.doors.elasticsearch;

import org.jspecify.annotations.NullMarked;
