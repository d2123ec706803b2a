package io.mallwatch.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Span;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.Gen;
import io.mallwatch.traces.SpanCondition.Operator;
import io.mallwatch.traces.SpanCondition.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [TraceStore] promises. An engine's test extends this and gives a fresh store.
public abstract class TraceStoreContract {

  private static final TimeRange HOUR =
      TimeRange.before(Instant.parse("2026-11-02T02:30:00Z"), Duration.ofHours(1));

  /// A new, empty store.
  protected abstract TraceStore openStore();

  /// Lets the store move spans to wherever it keeps them for long.
  protected abstract void settle(TraceStore store);

  static TraceQuery query(String service, String operation, Map<String, String> attributes) {
    return query(service, operation, attributes, null, null, 100);
  }

  static TraceQuery query(
      String service,
      String operation,
      Map<String, String> attributes,
      @Nullable Duration min,
      @Nullable Duration max,
      int limit) {
    return new TraceQuery(
        HOUR, service, operation, attributes, min, max, List.of(), limit, Deadline.NEVER);
  }

  @Test
  void anAcknowledgedTraceIsFoundWholeAcrossFragments() {
    try (TraceStore store = openStore()) {
      store.append(List.of(Spans.server(1, 1, "GET /", 0, 10)));
      settle(store);
      Span late =
          Spans.span(
              1, 2, 1, "points", "INSERT", Span.Kind.CLIENT, 2, 3, Span.Status.OK, Map.of("a", 1L));
      store.append(List.of(late));

      assertThat(store.trace(Spans.traceId(1), Deadline.NEVER))
          .hasValueSatisfying(trace -> {
            assertThat(trace.spans())
                .extracting(Span::spanId)
                .containsExactly(Spans.spanId(1), Spans.spanId(2));
            assertThat(trace.spans().getLast()).isEqualTo(late);
          });
    }
  }

  @Test
  void shortIdsArePaddedAndUnknownOnesAreEmpty() {
    try (TraceStore store = openStore()) {
      store.append(List.of(Spans.server(1, 1, "GET /", 0, 10)));

      assertThat(store.trace("abc0001", Deadline.NEVER)).isPresent();
      assertThat(store.trace("abc0002", Deadline.NEVER)).isEmpty();
    }
  }

  @Test
  void summariesAreNewestFirstAndCutAtTheLimit() {
    try (TraceStore store = openStore()) {
      for (int i = 1; i <= 5; i++) {
        store.append(List.of(Spans.server(i, i, "GET /", i * 1000L, 10)));
        if (i == 3) {
          settle(store);
        }
      }

      assertThat(store.find(query("mall", "", Map.of(), null, null, 3)))
          .extracting(TraceSummary::traceId)
          .containsExactly(Spans.traceId(5), Spans.traceId(4), Spans.traceId(3));
    }
  }

  @Test
  void aSummaryTellsRootErrorsOrphansAndServices() {
    try (TraceStore store = openStore()) {
      store.append(
          List.of(
              Spans.span(
                  1, 2, 1, "points", "b", Span.Kind.SERVER, 1, 5, Span.Status.ERROR, Map.of()),
              Spans.span(
                  1, 3, 77, "mall", "c", Span.Kind.INTERNAL, 0, 90, Span.Status.UNSET, Map.of()),
              Spans.server(1, 1, "GET /", 2, 10)));

      TraceSummary summary = store.find(query("", "", Map.of())).getFirst();

      assertThat(summary.rootOperation()).isEqualTo("GET /");
      assertThat(summary.startNanos()).isEqualTo(Spans.START);
      assertThat(summary.durationNanos()).isEqualTo(90_000_000);
      assertThat(summary.errorCount()).isEqualTo(1);
      assertThat(summary.orphanCount()).isEqualTo(1);
      assertThat(summary.services())
          .containsExactly(
              new TraceSummary.ServiceCount("mall", 2, 0),
              new TraceSummary.ServiceCount("points", 1, 1));
    }
  }

  @Test
  void oneSpanMustSatisfyEverything() {
    try (TraceStore store = openStore()) {
      store.append(
          List.of(
              Spans.span(
                  1,
                  1,
                  0,
                  "mall",
                  "a",
                  Span.Kind.SERVER,
                  0,
                  9,
                  Span.Status.UNSET,
                  Map.of("x", "1")),
              Spans.span(
                  1,
                  2,
                  1,
                  "points",
                  "b",
                  Span.Kind.CLIENT,
                  0,
                  9,
                  Span.Status.UNSET,
                  Map.of("y", "2"))));
      settle(store);

      assertThat(store.find(query("mall", "", Map.of("x", "1")))).hasSize(1);
      assertThat(store.find(query("mall", "", Map.of("y", "2")))).isEmpty();
      assertThat(store.find(query("", "", Map.of("x", "1", "y", "2")))).isEmpty();
      assertThat(store.find(query("mall", "b", Map.of()))).isEmpty();
      assertThat(store.find(query("", "", Map.of("resource.host.name", "web-1")))).hasSize(1);
      assertThat(store.find(query("", "", Map.of("error", "true")))).isEmpty();
      assertThat(store.find(query("", "", Map.of("error", "false", "span.kind", "client"))))
          .hasSize(1);
    }
  }

  @Test
  void durationBoundsAreInclusive() {
    try (TraceStore store = openStore()) {
      store.append(List.of(Spans.server(1, 1, "GET /", 0, 10)));
      Duration ten = Duration.ofMillis(10);

      assertThat(store.find(query("", "", Map.of(), ten, ten, 10))).hasSize(1);
      assertThat(store.find(query("", "", Map.of(), ten.plusNanos(1), null, 10))).isEmpty();
      assertThat(store.find(query("", "", Map.of(), null, ten.minusNanos(1), 10))).isEmpty();
    }
  }

  @Test
  void servicesAndOperationsAreListedOnceAndSorted() {
    try (TraceStore store = openStore()) {
      store.append(List.of(Spans.server(1, 1, "b", 0, 1), Spans.server(1, 2, "a", 0, 1)));
      settle(store);
      store.append(List.of(Spans.server(2, 3, "b", 0, 1)));

      assertThat(store.services()).containsExactly("mall");
      assertThat(store.operations("mall"))
          .containsExactly(
              new Operation("a", Span.Kind.SERVER), new Operation("b", Span.Kind.SERVER));
      assertThat(store.operations("nobody")).isEmpty();
    }
  }

  @Test
  void searchesFindWhatCheckingEverySpanFinds() {
    Gen.forAll(
        40,
        Spans.batches(60),
        spans -> {
          try (TraceStore store = openStore()) {
            store.append(spans.subList(0, spans.size() / 2));
            settle(store);
            store.append(spans.subList(spans.size() / 2, spans.size()));
            for (TraceQuery query :
                List.of(
                    query("mall", "支付", Map.of()),
                    query("", "", Map.of("order", "SF1", "retry", "true")),
                    query("points", "", Map.of("amount", "2"), Duration.ofMillis(500), null, 100),
                    query("", "", Map.of("event.key", "v1", "count", "3")),
                    query("", "", Map.of("tags", "[\"a\",\"通券\"]", "error", "true")))) {
              assertThat(store.find(query).stream().map(TraceSummary::traceId))
                  .containsExactlyInAnyOrderElementsOf(naive(spans, query));
            }
          }
        });
  }

  private static Set<String> naive(List<Span> spans, TraceQuery query) {
    Set<String> ids = new HashSet<>();
    for (Span span : spans) {
      boolean match =
          (query.service().isEmpty() || query.service().equals(span.resource().service()))
              && (query.operation().isEmpty() || query.operation().equals(span.name()))
              && (query.minDuration() == null
                  || span.durationNanos() >= query.minDuration().toNanos());
      for (Map.Entry<String, String> wanted : query.attributes().entrySet()) {
        Object value = span.attributes().get(wanted.getKey());
        match &=
            switch (wanted.getKey()) {
              case "error" -> span.isError();
              case "event.key" ->
                  wanted.getValue().equals(span.events().getFirst().attributes().get("event.key"));
              default -> value != null && AttributeText.of(value).equals(wanted.getValue());
            };
      }
      if (match) {
        ids.add(span.traceId());
      }
    }
    return ids;
  }

  @Test
  void callsBetweenServicesAndToDatabasesAreEdges() {
    try (TraceStore store = openStore()) {
      store.append(
          List.of(
              Spans.span(
                  1, 1, 0, "mall", "pay", Span.Kind.CLIENT, 0, 9, Span.Status.ERROR, Map.of()),
              Spans.span(
                  1, 2, 1, "gateway", "pay", Span.Kind.SERVER, 0, 8, Span.Status.ERROR, Map.of())));
      settle(store);

      assertThat(store.dependencies(HOUR))
          .containsExactly(
              new ServiceEdge("mall", "gateway", ServiceEdge.NodeType.SERVICE, 1, 1, 9_000_000));
    }
  }

  @Test
  void furtherConditionsHoldOnTheSameSpan() {
    try (TraceStore store = openStore()) {
      store.append(
          List.of(
              Spans.span(
                  1,
                  1,
                  0,
                  "mall",
                  "GET /orders",
                  Span.Kind.SERVER,
                  0,
                  9,
                  Span.Status.UNSET,
                  Map.of("n", 7L, "order", "SF1"))));
      settle(store);

      assertThat(matches(store, Place.SPAN, "n", Operator.GREATER, "6")).isTrue();
      assertThat(matches(store, Place.SPAN, "n", Operator.GREATER, "7")).isFalse();
      assertThat(matches(store, Place.EITHER, "n", Operator.AT_LEAST, "7")).isTrue();
      assertThat(matches(store, Place.SPAN, "n", Operator.LESS, "10")).isTrue();
      assertThat(matches(store, Place.SPAN, "n", Operator.AT_MOST, "6.5")).isFalse();
      assertThat(matches(store, Place.RESOURCE, "n", Operator.PRESENT, "")).isFalse();
      assertThat(matches(store, Place.RESOURCE, "n", Operator.ABSENT, "")).isTrue();
      assertThat(matches(store, Place.RESOURCE, "host.name", Operator.EQUAL, "web-1")).isTrue();
      assertThat(matches(store, Place.SPAN, "order", Operator.MATCHES, "SF[0-9]+")).isTrue();
      assertThat(matches(store, Place.SPAN, "order", Operator.DIFFERS, "SF.*")).isFalse();
      assertThat(matches(store, Place.SPAN, "order", Operator.NOT_EQUAL, "SF2")).isTrue();
      assertThat(matches(store, Place.SPAN, "nothing", Operator.NOT_EQUAL, "x")).isFalse();
      assertThat(matches(store, Place.NAME, "", Operator.MATCHES, "GET .*")).isTrue();
      assertThatThrownBy(() -> matches(store, Place.NAME, "", Operator.MATCHES, "("))
          .isInstanceOf(BadQueryException.class);
    }
  }

  private static boolean matches(
      TraceStore store, Place place, String key, Operator operator, String value) {
    TraceQuery query =
        new TraceQuery(
            HOUR,
            "mall",
            "",
            Map.of(),
            null,
            null,
            List.of(new SpanCondition(place, key, operator, value)),
            10,
            Deadline.NEVER);
    return !store.find(query).isEmpty();
  }
}
