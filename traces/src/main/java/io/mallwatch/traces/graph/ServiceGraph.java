package io.mallwatch.traces.graph;

import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.ProtoCursor;
import io.mallwatch.traces.ByteHash;
import io.mallwatch.traces.ServiceEdge.NodeType;
import io.mallwatch.traces.SpanAttributes;
import io.mallwatch.traces.SpanBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Derives calls between services from spans as they arrive.
///
/// A client or producer span waits for the server or consumer span that has it as parent; the two
/// make an edge between their services. One that waited in vain becomes an edge to a virtual node:
/// the queue or peer that it names. A call to a database or cache, which never answers with a span,
/// is such an edge at once. Not thread-safe; the store calls it under its lock.
public final class ServiceGraph {

  /// How long a client span waits for its server span.
  static final long WAIT_NANOS = 120_000_000_000L;

  /// Most spans that wait, and most edges kept for one hour; beyond, the oldest are settled early
  /// and edges fall to [#OTHER].
  static final int MAX_WAITING = 20_000;

  static final int MAX_EDGES = 2_000;

  /// The node for edges past the limit.
  public static final String OTHER = "other";

  /// Prefix of the metrics of edges, named as Tempo names them.
  public static final String METRICS = "traces_service_graph_request";

  private static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final Set<String> CACHES = Set.of("redis", "memcached", "valkey", "keydb");

  /// In milliseconds.
  private static final double[] BOUNDS = {
    2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000
  };

  private static final SpanAttributes PEERS =
      new SpanAttributes(
          "db.system.name",
          "db.system",
          "messaging.system",
          "peer.service",
          "server.address",
          "net.peer.name");

  private static final int DATABASES = 2;
  private static final int QUEUES = 3;

  private record Key(long hour, String parent, String child, NodeType type) {}

  private record Ends(String parent, String child, NodeType type) {}

  private static final class Sum {
    private long calls;
    private long errors;
    private long nanos;
  }

  private static final class Total {
    private final Durations durations = new Durations(BOUNDS);
    private long errors;
  }

  /// A call as its client span told it.
  private record Caller(
      String service,
      long start,
      long nanos,
      boolean failed,
      Example example,
      SpanAttributes.@Nullable Found peer) {}

  private record Example(long traceHigh, long traceLow, long spanId) {}

  /// A span that waits for its other half.
  ///
  /// @param caller of a client span; null for a server span
  private record Waiting(
      String service, boolean failed, @Nullable Caller caller, long sinceNanos) {}

  private final Map<Long, Waiting> clients = new LinkedHashMap<>(); // by trace and span id
  private final Map<Long, Waiting> servers = new LinkedHashMap<>(); // by trace and parent id
  private final Map<Key, Sum> edges = new HashMap<>();
  private final Map<Ends, Total> totals = new HashMap<>();
  private long unmatchedServers;
  private long unmatchedClients;

  /// Takes in the spans of a batch.
  ///
  /// @param nowNanos time of arrival, nanoseconds since the epoch
  public void observe(SpanBatch batch, long nowNanos) {
    for (int i = 0; i < batch.size(); i++) {
      switch (batch.kind(i)) {
        case CLIENT, PRODUCER -> client(batch, i, nowNanos);
        case SERVER, CONSUMER -> server(batch, i, nowNanos);
        case UNSPECIFIED, INTERNAL -> {}
      }
    }
    settle(nowNanos, false);
  }

  private static long key(SpanBatch batch, int i, long spanId) {
    return ByteHash.of(ByteHash.of(batch.traceHigh(i), batch.traceLow(i)), spanId);
  }

  private void client(SpanBatch batch, int i, long nowNanos) {
    SpanAttributes.Found peer =
        PEERS.first(new ProtoCursor(batch.bytes(), batch.at(i), batch.at(i) + batch.length(i)));
    Caller caller =
        new Caller(
            batch.owner(i).service(),
            batch.start(i),
            batch.end(i) - batch.start(i),
            batch.isError(i),
            new Example(batch.traceHigh(i), batch.traceLow(i), batch.spanId(i)),
            peer);
    if (peer != null && peer.key() < DATABASES) {
      countVirtual(caller, peer);
      return;
    }
    long key = key(batch, i, batch.spanId(i));
    Waiting server = servers.remove(key);
    if (server != null) {
      add(caller, server.service, NodeType.SERVICE, server.failed);
    } else {
      clients.put(key, new Waiting(caller.service, caller.failed, caller, nowNanos));
    }
  }

  private void server(SpanBatch batch, int i, long nowNanos) {
    if (batch.parentId(i) == 0) {
      return;
    }
    long key = key(batch, i, batch.parentId(i));
    Waiting client = clients.remove(key);
    String service = batch.owner(i).service();
    if (client != null && client.caller != null) {
      add(client.caller, service, NodeType.SERVICE, batch.isError(i));
    } else {
      servers.put(key, new Waiting(service, batch.isError(i), null, nowNanos));
    }
  }

  /// Settles what has waited long enough; everything when `all`.
  public void settle(long nowNanos, boolean all) {
    Iterator<Waiting> waiting = clients.values().iterator();
    while (waiting.hasNext()) {
      Waiting client = waiting.next();
      if (!all && nowNanos - client.sinceNanos < WAIT_NANOS && clients.size() <= MAX_WAITING) {
        break;
      }
      waiting.remove();
      Caller caller = client.caller;
      if (caller != null && caller.peer != null) {
        countVirtual(caller, caller.peer);
      } else {
        unmatchedClients++;
      }
    }
    Iterator<Waiting> others = servers.values().iterator();
    while (others.hasNext()) {
      Waiting server = others.next();
      if (!all && nowNanos - server.sinceNanos < WAIT_NANOS && servers.size() <= MAX_WAITING) {
        break;
      }
      others.remove();
      unmatchedServers++;
    }
  }

  private void countVirtual(Caller caller, SpanAttributes.Found peer) {
    NodeType type =
        peer.key() >= QUEUES
            ? NodeType.EXTERNAL
            : peer.key() >= DATABASES
                ? NodeType.MESSAGING
                : CACHES.contains(peer.value().toLowerCase(Locale.ROOT))
                    ? NodeType.CACHE
                    : NodeType.DATABASE;
    add(caller, peer.value(), type, false);
  }

  private void add(Caller caller, String child, NodeType type, boolean serverFailed) {
    boolean failed = caller.failed || serverFailed;
    Key key = new Key(Math.floorDiv(caller.start, HOUR_NANOS), caller.service, child, type);
    if (edges.size() >= MAX_EDGES && !edges.containsKey(key)) {
      key = new Key(key.hour, caller.service, OTHER, NodeType.EXTERNAL);
    }
    Sum sum = edges.computeIfAbsent(key, _ -> new Sum());
    sum.calls++;
    sum.errors += failed ? 1 : 0;
    sum.nanos += caller.nanos;

    Ends ends = new Ends(caller.service, child, type);
    if (totals.size() >= MAX_EDGES && !totals.containsKey(ends)) {
      ends = new Ends(OTHER, OTHER, NodeType.EXTERNAL);
    }
    Total total = totals.computeIfAbsent(ends, _ -> new Total());
    total.errors += failed ? 1 : 0;
    total.durations.add(
        caller.nanos,
        caller.example.traceHigh,
        caller.example.traceLow,
        caller.example.spanId,
        caller.start + caller.nanos);
  }

  /// The edges counted so far.
  public List<EdgeCount> edges() {
    List<EdgeCount> counts = new ArrayList<>(edges.size());
    edges.forEach((key, sum) ->
        counts.add(
            new EdgeCount(
                key.hour, key.parent, key.child, key.type, sum.calls, sum.errors, sum.nanos)));
    return counts;
  }

  /// Hands over the edges counted so far and begins anew; spans that wait go on waiting.
  public List<EdgeCount> drain() {
    List<EdgeCount> counts = edges();
    edges.clear();
    return counts;
  }

  /// Calls, failures and durations by edge since the start, as cumulative series: `..._total`,
  /// `..._failed_total` and the histogram `..._client_seconds`, as the caller saw them.
  public List<SeriesValue> snapshot() {
    List<SeriesValue> values = new ArrayList<>();
    totals.forEach((ends, total) -> {
      Labels labels =
          Labels.of(
              "client",
              ends.parent,
              "server",
              ends.child,
              "connection_type",
              ends.type == NodeType.SERVICE ? "" : ends.type.name().toLowerCase(Locale.ROOT));
      values.add(
          new SeriesValue(
              labels.with(Labels.METRIC_NAME, METRICS + "_total"), total.durations.count(), null));
      values.add(
          new SeriesValue(
              labels.with(Labels.METRIC_NAME, METRICS + "_failed_total"), total.errors, null));
      total.durations.histogram(labels, METRICS + "_client_seconds", MILLIS_PER_SECOND, values);
    });
    return values;
  }

  /// Server and consumer spans whose caller never came.
  public long unmatchedServers() {
    return unmatchedServers;
  }

  /// Client and producer spans whose callee neither came nor was named.
  public long unmatchedClients() {
    return unmatchedClients;
  }
}
