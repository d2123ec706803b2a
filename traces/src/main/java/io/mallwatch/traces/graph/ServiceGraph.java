package io.mallwatch.traces.graph;

import io.mallwatch.model.Span;
import io.mallwatch.traces.ServiceEdge.NodeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Derives calls between services from spans as they arrive.
///
/// A client or producer span waits for the server or consumer span that has it as parent; the two
/// make an edge between their services. One that waited in vain becomes an edge to a virtual node:
/// the database, queue or peer that it names. Not thread-safe; the store calls it under its lock.
public final class ServiceGraph {

  /// How long a client span waits for its server span.
  static final long WAIT_NANOS = 120_000_000_000L;

  /// Most spans that wait, and most edges kept for one hour; beyond, the oldest are settled early
  /// and edges fall to [#OTHER].
  static final int MAX_WAITING = 20_000;

  static final int MAX_EDGES = 2_000;

  /// The node for edges past the limit.
  public static final String OTHER = "other";

  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private record Key(long hour, String parent, String child, NodeType type) {}

  private static final class Sum {
    private long calls;
    private long errors;
    private long nanos;
  }

  /// A span that waits for its other half.
  private record Waiting(Span span, long sinceNanos) {}

  private final Map<String, Waiting> clients = new LinkedHashMap<>(); // by trace and span id
  private final Map<String, Waiting> servers = new LinkedHashMap<>(); // by trace and parent id
  private final Map<Key, Sum> edges = new HashMap<>();
  private long unmatchedServers;

  /// Takes in a span.
  ///
  /// @param nowNanos time of arrival, nanoseconds since the epoch
  public void observe(Span span, long nowNanos) {
    switch (span.kind()) {
      case CLIENT, PRODUCER -> {
        Waiting server = servers.remove(span.traceId() + span.spanId());
        if (server != null) {
          count(span, server.span);
        } else {
          clients.put(span.traceId() + span.spanId(), new Waiting(span, nowNanos));
        }
      }
      case SERVER, CONSUMER -> {
        if (!span.parentSpanId().isEmpty()) {
          Waiting client = clients.remove(span.traceId() + span.parentSpanId());
          if (client != null) {
            count(client.span, span);
          } else {
            servers.put(span.traceId() + span.parentSpanId(), new Waiting(span, nowNanos));
          }
        }
      }
      case UNSPECIFIED, INTERNAL -> {}
    }
    settle(nowNanos, false);
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
      countVirtual(client.span);
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

  private void count(Span client, Span server) {
    add(client, client.resource().service(), server.resource().service(), NodeType.SERVICE);
  }

  private void countVirtual(Span client) {
    String database = first(client, "db.system.name", "db.system");
    if (database != null) {
      add(client, client.resource().service(), database, NodeType.DATABASE);
      return;
    }
    String queue = first(client, "messaging.system");
    if (queue != null) {
      add(client, client.resource().service(), queue, NodeType.MESSAGING);
      return;
    }
    String peer = first(client, "peer.service", "server.address", "net.peer.name");
    if (peer != null) {
      add(client, client.resource().service(), peer, NodeType.EXTERNAL);
    }
  }

  private static @Nullable String first(Span span, String... keys) {
    for (String key : keys) {
      Object value = span.attributes().get(key);
      if (value != null && !value.toString().isBlank()) {
        return value.toString();
      }
    }
    return null;
  }

  private void add(Span client, String parent, String child, NodeType type) {
    Key key = new Key(Math.floorDiv(client.startNanos(), HOUR_NANOS), parent, child, type);
    if (edges.size() >= MAX_EDGES && !edges.containsKey(key)) {
      key = new Key(key.hour, parent, OTHER, NodeType.EXTERNAL);
    }
    Sum sum = edges.computeIfAbsent(key, _ -> new Sum());
    sum.calls++;
    sum.errors += client.isError() ? 1 : 0;
    sum.nanos += client.durationNanos();
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

  /// Server spans whose caller was never seen.
  public long unmatchedServers() {
    return unmatchedServers;
  }
}
