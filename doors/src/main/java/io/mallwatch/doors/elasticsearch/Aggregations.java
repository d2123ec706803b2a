package io.mallwatch.doors.elasticsearch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.logs.LogAggregation;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogStore;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Computes aggregations: `date_histogram`, `terms`, `value_count` and `filter`, and one more level
/// below them as far as the store counts it (a histogram split by the values of one field).
final class Aggregations {

  private static final int MAX_DEPTH = 5;

  private final LogStore logs;
  private final Deadline deadline;
  private final boolean typedKeys;

  /// @param typedKeys whether names are written with their kind, `sterms#by_level`
  Aggregations(LogStore logs, Deadline deadline, boolean typedKeys) {
    this.logs = logs;
    this.deadline = deadline;
    this.typedKeys = typedKeys;
  }

  /// Over which entries an aggregation goes.
  record Scope(String index, TimeRange range, LogFilter filter) {

    Scope and(LogFilter more) {
      return new Scope(index, range, new LogFilter.And(List.of(filter, more)));
    }
  }

  /// A computed aggregation.
  record Computed(String name, String typedName, Writer writer) {}

  /// Writes the members of an aggregation's object.
  @FunctionalInterface
  interface Writer {
    void write(JsonGenerator out) throws IOException;
  }

  /// @param wanted the member `aggs`, by name
  List<Computed> compute(Map<?, ?> wanted, Scope scope, java.time.Instant now) {
    return compute(wanted, scope, now, 0);
  }

  private List<Computed> compute(Map<?, ?> wanted, Scope scope, java.time.Instant now, int depth) {
    if (depth > MAX_DEPTH) {
      throw ElasticErrors.parsing("aggregations are nested deeper than " + MAX_DEPTH);
    }
    List<Computed> computed = new ArrayList<>();
    for (Map.Entry<?, ?> entry : wanted.entrySet()) {
      String name = String.valueOf(entry.getKey());
      Node node = Node.of(name, Nodes.object(name, entry.getValue()));
      computed.add(
          switch (node.type()) {
            case "date_histogram" -> histogram(node, scope);
            case "terms" -> terms(node, scope);
            case "value_count" -> count(node, scope);
            case "filter" -> filter(node, scope, now, depth);
            default ->
                throw ElasticErrors.parsing(
                    "aggregation [%s] is not supported (in [%s])".formatted(node.type(), name));
          });
    }
    return computed;
  }

  /// One aggregation as asked for.
  ///
  /// @param below aggregations inside it
  private record Node(String name, String type, Map<?, ?> body, Map<?, ?> below) {

    static Node of(String name, Map<?, ?> map) {
      String type = null;
      Map<?, ?> body = Map.of();
      Map<?, ?> below = Map.of();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String key = String.valueOf(entry.getKey());
        switch (key) {
          case "aggs", "aggregations" -> below = Nodes.object(key, entry.getValue());
          case "meta" -> {}
          default -> {
            if (type != null) {
              throw ElasticErrors.parsing(
                  "found two aggregation types in [%s]: [%s] and [%s]".formatted(name, type, key));
            }
            type = key;
            body = Nodes.object(key, entry.getValue());
          }
        }
      }
      if (type == null) {
        throw ElasticErrors.parsing("missing definition for aggregation [%s]".formatted(name));
      }
      return new Node(name, type, body, below);
    }

    String field() {
      return QueryNodes.field(Nodes.text(type + ".field", body.get("field")));
    }
  }

  private Computed computed(Node node, String kind, Writer writer) {
    return new Computed(node.name(), typedKeys ? kind + "#" + node.name() : node.name(), writer);
  }

  static void write(JsonGenerator out, List<Computed> computed) throws IOException {
    for (Computed one : computed) {
      out.writeObjectFieldStart(one.typedName());
      one.writer().write(out);
      out.writeEndObject();
    }
  }

  private LogAggregation.Result count(
      Scope scope,
      LogAggregation.@Nullable Histogram histogram,
      List<String> facets,
      int facetSize) {
    return logs.aggregate(
        new LogAggregation(
            scope.index(), scope.range(), scope.filter(), histogram, facets, facetSize, deadline));
  }

  private Computed count(Node node, Scope scope) {
    String name = Nodes.text("value_count.field", node.body().get("field"));
    boolean every = name.startsWith("_") || QueryNodes.isTime(QueryNodes.field(name));
    Scope having = every ? scope : scope.and(new LogFilter.Exists(QueryNodes.field(name)));
    long total = count(having, null, List.of(), 0).total();
    return computed(node, "value_count", out -> out.writeNumberField("value", total));
  }

  private Computed filter(Node node, Scope scope, java.time.Instant now, int depth) {
    QueryNodes.Parsed parsed = QueryNodes.parse(node.body(), now);
    TimeRange range = QueryNodes.intersection(scope.range(), parsed.range());
    Scope inside = new Scope(scope.index(), range, scope.filter()).and(parsed.filter());
    long total = count(inside, null, List.of(), 0).total();
    List<Computed> below = compute(node.below(), inside, now, depth + 1);
    return computed(
        node,
        "filter",
        out -> {
          out.writeNumberField("doc_count", total);
          write(out, below);
        });
  }

  private Computed terms(Node node, Scope scope) {
    TermsRequest terms = TermsRequest.of(node.field(), node.body());
    List<Node> below =
        node.below().entrySet().stream()
            .map(e -> Node.of(String.valueOf(e.getKey()), Nodes.object("aggs", e.getValue())))
            .toList();
    LogAggregation.Facet facet =
        count(scope, null, List.of(terms.field()), terms.size())
            .facets()
            .getOrDefault(terms.field(), new LogAggregation.Facet(List.of(), 0));
    List<LogAggregation.Value> values = terms.sorted(facet.values());
    Map<String, List<Computed>> inside = new LinkedHashMap<>();
    for (LogAggregation.Value value : values) {
      Scope only = scope.and(new LogFilter.Equal(terms.field(), value.value()));
      List<Computed> computed = new ArrayList<>();
      for (Node child : below) {
        computed.add(leaf(child, only));
      }
      inside.put(value.value(), computed);
    }
    return computed(
        node,
        "sterms",
        out -> {
          out.writeNumberField("doc_count_error_upper_bound", 0);
          out.writeNumberField("sum_other_doc_count", facet.other());
          out.writeArrayFieldStart("buckets");
          for (LogAggregation.Value value : values) {
            out.writeStartObject();
            out.writeStringField("key", value.value());
            out.writeNumberField("doc_count", value.count());
            write(out, inside.getOrDefault(value.value(), List.of()));
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  /// An aggregation that has none below it.
  private Computed leaf(Node node, Scope scope) {
    if (!node.below().isEmpty()) {
      throw ElasticErrors.parsing(
          "aggregations inside [%s] are not supported".formatted(node.name()));
    }
    return switch (node.type()) {
      case "date_histogram" -> histogram(node, scope);
      case "terms" -> terms(node, scope);
      case "value_count" -> count(node, scope);
      default ->
          throw ElasticErrors.parsing(
              "aggregation [%s] is not supported (in [%s])".formatted(node.type(), node.name()));
    };
  }

  private Computed histogram(Node node, Scope scope) {
    if (!QueryNodes.isTime(node.field())) {
      throw ElasticErrors.illegal(
          "[date_histogram] is supported on [timestamp], not on [%s]"
              .formatted(node.body().get("field")));
    }
    HistogramRequest request = HistogramRequest.of(node.body());
    @Nullable Node split = null;
    for (Map.Entry<?, ?> entry : node.below().entrySet()) {
      Node child = Node.of(String.valueOf(entry.getKey()), Nodes.object("aggs", entry.getValue()));
      boolean first = split == null && child.below().isEmpty();
      if (!first || (!child.type().equals("terms") && !child.type().equals("value_count"))) {
        throw ElasticErrors.parsing(
            "inside a [date_histogram], one [terms] or one [value_count] is supported, not [%s]"
                .formatted(child.type()));
      }
      split = child;
    }
    boolean byTerms = split != null && split.type().equals("terms");
    @Nullable TermsRequest terms =
        split != null && byTerms ? TermsRequest.of(split.field(), split.body()) : null;
    LogAggregation.Result result =
        count(
            scope,
            new LogAggregation.Histogram(
                request.interval(), request.zone(), terms == null ? "" : terms.field()),
            List.of(),
            0);
    List<LogAggregation.Bar> bars = request.fill(result.bars());
    @Nullable Node child = split;
    return computed(
        node,
        "date_histogram",
        out -> {
          out.writeArrayFieldStart("buckets");
          for (LogAggregation.Bar bar : bars) {
            out.writeStartObject();
            out.writeStringField("key_as_string", request.text(bar.startMillis()));
            out.writeNumberField("key", bar.startMillis());
            out.writeNumberField("doc_count", bar.count());
            if (child != null) {
              inside(out, child, terms, bar);
            }
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private void inside(
      JsonGenerator out, Node child, @Nullable TermsRequest terms, LogAggregation.Bar bar)
      throws IOException {
    if (terms == null) {
      out.writeObjectFieldStart(typedKeys ? "value_count#" + child.name() : child.name());
      out.writeNumberField("value", bar.count());
      out.writeEndObject();
      return;
    }
    List<LogAggregation.Value> values = terms.top(bar.split());
    long shown = values.stream().mapToLong(LogAggregation.Value::count).sum();
    long all = bar.split().values().stream().mapToLong(Long::longValue).sum();
    out.writeObjectFieldStart(typedKeys ? "sterms#" + child.name() : child.name());
    out.writeNumberField("doc_count_error_upper_bound", 0);
    out.writeNumberField("sum_other_doc_count", all - shown);
    out.writeArrayFieldStart("buckets");
    for (LogAggregation.Value value : values) {
      out.writeStartObject();
      out.writeStringField("key", value.value());
      out.writeNumberField("doc_count", value.count());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
