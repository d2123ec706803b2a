package io.mallwatch.traces.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Labels;
import io.mallwatch.model.Span;
import io.mallwatch.traces.ServiceEdge.NodeType;
import io.mallwatch.traces.SpanBatch;
import io.mallwatch.traces.Spans;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {

  private final ServiceGraph graph = new ServiceGraph();
  private final SpanMetrics metrics = new SpanMetrics();

  private static Span client(int id, Map<String, Object> attributes) {
    return Spans.span(
        1, id, 0, "mall", "call", Span.Kind.CLIENT, 0, 5, Span.Status.UNSET, attributes);
  }

  private static Span serverOf(int parent, int id) {
    return Spans.span(
        1, id, parent, "gateway", "pay", Span.Kind.SERVER, 1, 3, Span.Status.UNSET, Map.of());
  }

  @Test
  void clientAndServerMakeOneEdgeInWhateverOrderTheyCome() {
    graph.observe(SpanBatch.of(List.of(client(1, Map.of()))), Spans.START);
    graph.observe(SpanBatch.of(List.of(serverOf(1, 2))), Spans.START);
    graph.observe(SpanBatch.of(List.of(serverOf(3, 4))), Spans.START);
    graph.observe(SpanBatch.of(List.of(client(3, Map.of()))), Spans.START);

    assertThat(graph.edges())
        .singleElement()
        .satisfies(edge -> {
          assertThat(edge.parent()).isEqualTo("mall");
          assertThat(edge.child()).isEqualTo("gateway");
          assertThat(edge.calls()).isEqualTo(2);
        });
  }

  @Test
  void aClientThatWaitsInVainCallsADatabaseAQueueOrAPeer() {
    graph.observe(SpanBatch.of(List.of(client(1, Map.of("db.system", "mariadb")))), Spans.START);
    graph.observe(
        SpanBatch.of(List.of(client(2, Map.of("messaging.system", "kafka")))), Spans.START);
    graph.observe(
        SpanBatch.of(List.of(client(3, Map.of("server.address", "bank.example")))), Spans.START);
    graph.observe(SpanBatch.of(List.of(client(4, Map.of()))), Spans.START);
    assertThat(graph.edges()).extracting(EdgeCount::childType).containsExactly(NodeType.DATABASE);

    graph.settle(Spans.START + ServiceGraph.WAIT_NANOS, false);

    assertThat(graph.edges())
        .extracting(EdgeCount::childType)
        .containsExactlyInAnyOrder(NodeType.DATABASE, NodeType.MESSAGING, NodeType.EXTERNAL);
  }

  @Test
  void whatWaitsAndHowManyEdgesThereAreIsBounded() {
    for (int i = 0; i < ServiceGraph.MAX_WAITING + 10; i++) {
      graph.observe(
          SpanBatch.of(List.of(client(i + 1, Map.of("peer.service", "peer-" + i % 3_000)))),
          Spans.START);
    }
    graph.settle(Spans.START, true);

    assertThat(graph.edges()).hasSizeLessThanOrEqualTo(ServiceGraph.MAX_EDGES + 1);
    assertThat(graph.edges()).extracting(EdgeCount::child).contains(ServiceGraph.OTHER);
    assertThat(graph.edges().stream().mapToLong(EdgeCount::calls).sum())
        .isEqualTo(ServiceGraph.MAX_WAITING + 10);
  }

  @Test
  void callsDurationsAndErrorsAreCountedWithAnExample() {
    metrics.observe(
        SpanBatch.of(
            List.of(
                Spans.server(1, 1, "GET /", 0, 7),
                Spans.server(2, 2, "GET /", 0, 300),
                Spans.span(
                    3,
                    3,
                    1,
                    "mall",
                    "inner",
                    Span.Kind.INTERNAL,
                    0,
                    1,
                    Span.Status.UNSET,
                    Map.of()))));

    assertThat(value(SpanMetrics.CALLS, "")).isEqualTo(2);
    assertThat(value(SpanMetrics.DURATION + "_bucket", "8")).isEqualTo(1);
    assertThat(value(SpanMetrics.DURATION + "_bucket", "+Inf")).isEqualTo(2);
    assertThat(value(SpanMetrics.DURATION + "_sum", "")).isEqualTo(307);
    assertThat(metrics.snapshot())
        .filteredOn(series -> series.example() != null)
        .extracting(series -> series.labels().get("le"))
        .containsExactlyInAnyOrder("8", "400");
  }

  @Test
  void operationsPastTheLimitAreCountedAsOther() {
    for (int i = 0; i < SpanMetrics.MAX_OPERATIONS + 5; i++) {
      metrics.observe(SpanBatch.of(List.of(Spans.server(i, i + 1, "op-" + i, 0, 1))));
    }

    assertThat(metrics.overflowed()).isEqualTo(5);
    assertThat(metrics.snapshot())
        .filteredOn(series ->
            series.labels().metricName().equals(SpanMetrics.CALLS)
                && series.labels().get("span_name").equals("other"))
        .singleElement()
        .satisfies(series -> assertThat(series.value()).isEqualTo(5));
  }

  private double value(String name, String bound) {
    return metrics.snapshot().stream()
        .filter(series -> {
          Labels labels = series.labels();
          return labels.metricName().equals(name) && labels.get("le").equals(bound);
        })
        .mapToDouble(SeriesValue::value)
        .sum();
  }
}
