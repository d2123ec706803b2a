package io.mallwatch.doors.elasticsearch;

import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.ingest.BulkIntake;

/// What the Elasticsearch door stands on.
///
/// @param logs searched
/// @param bulk takes documents
/// @param clusterUuid 22 characters, the same for the life of the data
public record ElasticsearchPorts(LogStore logs, BulkIntake bulk, String clusterUuid) {}
