package io.mallwatch.starter.database;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a client span of every statement that runs inside an observed operation, and logs and
/// counts the slow ones. Statements outside of any observation (imports, probes) get no span of
/// their own.
public final class QueryObserver implements QueryExecutionListener {
  static final String OTHER_TABLE = "other";
  private static final int MAX_SHAPES = 1000;
  private static final int MAX_TABLES = 200;
  private static final String OBSERVATION = "mallwatch.observation";
  private static final Logger slowQueryLogger = LoggerFactory.getLogger("mallwatch.slow-query");

  private final ObservationRegistry observations;
  private final MeterRegistry meters;
  private final String system;
  private final Duration slow;
  private final Map<String, SqlShape> shapes = new ConcurrentHashMap<>();
  private final Set<String> tables = ConcurrentHashMap.newKeySet();

  /// @param system the database's name as OpenTelemetry has it, such as `mariadb`
  /// @param slow statements that take longer are logged and counted
  /// @param tables tables whose counters stand at zero from the start
  QueryObserver(
      ObservationRegistry observations,
      MeterRegistry meters,
      String system,
      Duration slow,
      List<String> tables) {
    this.observations = observations;
    this.meters = meters;
    this.system = system;
    this.slow = slow;
    tables.forEach(this::slowQueries);
  }

  @Override
  public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    if (queries.isEmpty() || observations.getCurrentObservation() == null) {
      return;
    }
    SqlShape shape = shape(queries.get(0).getQuery());
    var context = new QueryContext();
    context.setRemoteServiceName(system);
    Observation observation =
        Observation.createNotStarted("db.query", () -> context, observations)
            .contextualName(shape.summary())
            .lowCardinalityKeyValue("db.system.name", system)
            .lowCardinalityKeyValue("db.operation.name", shape.operation())
            .lowCardinalityKeyValue("db.collection.name", bounded(shape.table()))
            .highCardinalityKeyValue("db.query.text", shape.text())
            .highCardinalityKeyValue("db.query.summary", shape.summary());
    execution.addCustomValue(OBSERVATION, observation.start());
  }

  @Override
  public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    Observation observation = execution.getCustomValue(OBSERVATION, Observation.class);
    if (observation != null) {
      Throwable thrown = execution.getThrowable();
      if (thrown != null) {
        observation.error(thrown);
      }
      observation.stop();
    }
    if (!queries.isEmpty() && execution.getElapsedTime() > slow.toMillis()) {
      SqlShape shape = shape(queries.get(0).getQuery());
      slowQueries(shape.table()).increment();
      slowQueryLogger
          .atError()
          .addKeyValue("category", "database")
          .addKeyValue("action", "slow_query")
          .addKeyValue("duration", execution.getElapsedTime())
          .addKeyValue("query", shape.text())
          .addKeyValue("table", shape.table())
          .addKeyValue("batchSize", execution.getBatchSize())
          .log("Slow query detected");
    }
  }

  private SqlShape shape(String sql) {
    SqlShape known = shapes.get(sql);
    if (known != null) {
      return known;
    }
    SqlShape shape = SqlShape.of(sql);
    if (shapes.size() < MAX_SHAPES) {
      shapes.put(sql, shape);
    }
    return shape;
  }

  private String bounded(String table) {
    if (tables.contains(table)) {
      return table;
    }
    if (tables.size() >= MAX_TABLES) {
      return OTHER_TABLE;
    }
    tables.add(table);
    return table;
  }

  private Counter slowQueries(String table) {
    return Counter.builder("db.slow.queries")
        .description("Statements slower than mallwatch.database.slow-query, by table")
        .tag("table", bounded(table))
        .register(meters);
  }

  /// A call to the database; nothing is handed on, JDBC has no headers.
  private static final class QueryContext extends SenderContext<Object> {
    QueryContext() {
      super((carrier, key, value) -> {}, Kind.CLIENT);
      setCarrier(this);
    }
  }
}
