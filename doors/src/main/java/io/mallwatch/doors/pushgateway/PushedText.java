package io.mallwatch.doors.pushgateway;

import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.prometheus.format.TextFormat;
import io.mallwatch.metrics.push.PushGroup;
import io.mallwatch.model.Labels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was pushed as one page, to be scraped.
final class PushedText {

  private PushedText() {}

  static Reply reply(List<PushGroup> groups) {
    Map<String, PushGroup.Family> first = new TreeMap<>();
    Map<String, List<MetricFamily.Point>> points = new TreeMap<>();
    for (PushGroup group : groups) {
      for (PushGroup.Family family : group.families().values()) {
        first.putIfAbsent(family.name(), family);
        List<MetricFamily.Point> all =
            points.computeIfAbsent(family.name(), _ -> new ArrayList<>());
        for (PushGroup.Sample sample : family.samples()) {
          Labels labels = sample.series().labels();
          all.add(
              new MetricFamily.Point(
                  labels.metricName().substring(family.name().length()),
                  labels.without(Labels.METRIC_NAME),
                  sample.value()));
        }
      }
    }
    StringBuilder page = new StringBuilder();
    first.forEach((name, family) ->
        TextFormat.family(
            page,
            new MetricFamily(
                name,
                family.type().equals("unknown") ? "untyped" : family.type(),
                family.help(),
                points.getOrDefault(name, List.of()))));
    TextFormat.family(
        page,
        times(
            "push_time_seconds",
            "Last Unix time when changing this group in the Pushgateway succeeded.",
            groups,
            true));
    TextFormat.family(
        page,
        times(
            "push_failure_time_seconds",
            "Last Unix time when changing this group in the Pushgateway failed.",
            groups,
            false));
    return Reply.bytes(
        200, TextFormat.CONTENT_TYPE, page.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static MetricFamily times(
      String name, String help, List<PushGroup> groups, boolean good) {
    return new MetricFamily(
        name,
        "gauge",
        help,
        groups.stream()
            .map(group ->
                new MetricFamily.Point(
                    group.key(), seconds(good ? group.pushed() : group.failed())))
            .toList());
  }

  static double seconds(@Nullable Instant time) {
    return time == null ? 0 : time.toEpochMilli() / 1e3;
  }
}
