package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.prometheus.format.FederatedProto;
import io.mallwatch.doors.prometheus.format.FederatedText;
import io.mallwatch.doors.prometheus.format.NewestSample;
import io.mallwatch.doors.prometheus.format.TextFormat;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Federation: the newest samples of chosen series, as a page that another Prometheus scrapes.
final class FederateRoutes {

  /// How far back a newest sample is looked for.
  private static final Duration LOOKBACK = Duration.ofMinutes(5);

  private static final String PROTOBUF = "application/vnd.google.protobuf";
  private static final String PROTOBUF_TYPE =
      PROTOBUF + "; proto=io.prometheus.client.MetricFamily; encoding=delimited";

  private final SeriesSource source;
  private final PrometheusPorts.PromqlText promql;
  private final Supplier<Labels> external;
  private final InstantSource clock;

  FederateRoutes(PrometheusPorts.Reading ports, InstantSource clock) {
    this.source = ports.samples();
    this.promql = ports.promql();
    this.external = ports.externalLabels();
    this.clock = clock;
  }

  /// Labels that every series gets, unless it has them. An empty `instance` keeps the reader from
  /// putting our address there.
  private Map<String, String> added() {
    Map<String, String> added = new TreeMap<>(external.get().toMap());
    added.putIfAbsent("instance", "");
    return added;
  }

  List<Route> routes() {
    return List.of(Route.get("/federate", this::federate));
  }

  private Reply federate(Call call) {
    List<List<Matcher>> selectors =
        call.params().all("match[]").stream()
            .map(text -> QueryParams.selector(text, promql))
            .toList();
    List<NewestSample> found = newest(selectors, call);
    String accept = call.header("accept").orElse("").toLowerCase(Locale.ROOT);
    if (accept.contains(PROTOBUF) && accept.contains("encoding=delimited")) {
      return Reply.bytes(200, PROTOBUF_TYPE, FederatedProto.page(found, added()));
    }
    boolean utf8 = accept.contains("escaping=allow-utf-8");
    return Reply.bytes(
        200,
        TextFormat.CONTENT_TYPE + (utf8 ? "; escaping=allow-utf-8" : ""),
        FederatedText.page(found, added(), utf8));
  }

  /// Sorted by metric name, then by labels; each series once.
  private List<NewestSample> newest(List<List<Matcher>> selectors, Call call) {
    Instant now = clock.instant();
    Map<Labels, NewestSample> found = new TreeMap<>(Labels.ORDER);
    for (List<Matcher> matchers : selectors) {
      try (SeriesSet set =
          source.select(
              matchers, now.minus(LOOKBACK).toEpochMilli(), now.toEpochMilli(), call.deadline())) {
        collect(set, found);
      }
    }
    return byName(found.values());
  }

  private static void collect(SeriesSet set, Map<Labels, NewestSample> found) {
    SampleColumns columns = new SampleColumns(16);
    for (int i = 0; i < set.size(); i++) {
      Labels labels = set.labels(i);
      if (labels.metricName().isEmpty() || found.containsKey(labels)) {
        continue;
      }
      set.readNewest(i, columns);
      // A series that ended is not told; the reader finds out by itself.
      if (!columns.isEmpty() && !Sample.isStale(columns.values()[0])) {
        NativeHistogram[] histograms = columns.histograms();
        found.put(
            labels,
            new NewestSample(
                labels,
                columns.times()[0],
                columns.values()[0],
                histograms == null ? null : histograms[0]));
      }
    }
  }

  private static List<NewestSample> byName(Collection<NewestSample> found) {
    List<NewestSample> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparing(one -> one.labels().metricName()));
    return sorted;
  }
}
