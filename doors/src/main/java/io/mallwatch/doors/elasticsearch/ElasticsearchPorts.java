package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.admin.NodeFacts;
import io.mallwatch.doors.elasticsearch.catalog.Catalog;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.ingest.BulkIntake;
import io.mallwatch.logs.pipeline.Pipelines;

/// What the Elasticsearch door stands on.
///
/// @param logs searched
/// @param bulk takes documents
/// @param pipelines by name
/// @param catalog what clients set up
/// @param node who the server says it is
public record ElasticsearchPorts(
    LogStore logs, BulkIntake bulk, Pipelines pipelines, Catalog catalog, NodeFacts node) {}
