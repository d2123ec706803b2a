package io.mallwatch.server;

import io.mallwatch.doors.elasticsearch.ElasticsearchPorts;
import io.mallwatch.doors.elasticsearch.admin.NodeFacts;
import io.mallwatch.doors.elasticsearch.catalog.Catalog;
import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.ingest.BulkIntake;
import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.server.config.Config;
import java.time.InstantSource;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the Elasticsearch door stands on, and what its lifecycle policies drop.
final class ElasticsearchWiring {

  private static final Logger logger = LoggerFactory.getLogger(ElasticsearchWiring.class);

  private ElasticsearchWiring() {}

  /// Logs as the door sees them.
  record Logs(LogStore store, LogIntake intake, LogFlow flow) {}

  static ElasticsearchPorts ports(
      Config config, Logs logs, DataFolder folder, String clusterUuid, InstantSource clock) {
    JsonLogEntries entries = new JsonLogEntries(clock, config.server().timeZone(), "unknown");
    Config.ElasticsearchPart said = config.doors().elasticsearch();
    return new ElasticsearchPorts(
        logs.store(),
        new BulkIntake(entries, logs.intake(), BulkIntake.Limits.defaults()),
        logs.flow().pipelines(),
        Catalog.open(folder.resolve("elasticsearch")),
        new NodeFacts(
            clusterUuid,
            NodeFacts.Personality.valueOf(said.personality().toUpperCase(Locale.ROOT)),
            said.version()));
  }

  /// Drops the indices that are older than their lifecycle policy keeps them, and lets the store
  /// drop the days of the others.
  static void applyPolicies(ElasticsearchPorts ports, InstantSource clock) {
    Indices indices = new Indices(ports.logs(), ports.catalog(), clock);
    ports.logs().keep(indices.ages());
    for (String index : indices.expired()) {
      ports.logs().drop(index);
      logger.info("event=index_dropped index={} reason=lifecycle_policy", index);
    }
  }
}
