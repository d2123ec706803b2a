package io.mallwatch.starter.metric;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gauges whose names end in `_total`, which rules and dashboards of the mall read
/// (`db_connections_total`, `user_active_total`, `user_level_total`). The Prometheus client library
/// keeps that ending for counters, so these few are written to the metrics page here.
public final class TotalGauges {
  private static final Logger logger = LoggerFactory.getLogger(TotalGauges.class);

  private final Map<String, Gauge> gauges = new ConcurrentSkipListMap<>();

  private record Gauge(
      String help,
      @Nullable String label,
      Supplier<? extends Map<String, ? extends Number>> read) {}

  /// Adds or replaces a gauge without labels.
  public void register(String name, String help, Supplier<? extends Number> value) {
    gauges.put(name, new Gauge(help, null, () -> Map.of("", value.get())));
  }

  /// Adds or replaces a gauge with one label; `values` gives a number for each value of the label
  /// and must keep their number small.
  public void register(
      String name,
      String help,
      String label,
      Supplier<? extends Map<String, ? extends Number>> values) {
    gauges.put(name, new Gauge(help, label, values));
  }

  /// Writes all gauges in Prometheus' text format; one that cannot be read is left out and logged.
  public String text() {
    var out = new StringBuilder();
    gauges.forEach((name, gauge) -> {
      Map<String, ? extends Number> values;
      try {
        values = gauge.read().get();
      } catch (RuntimeException unreadable) {
        logger.warn("gauge unreadable name={}", name, unreadable);
        return;
      }
      out.append("# HELP ").append(name).append(' ').append(gauge.help()).append('\n');
      out.append("# TYPE ").append(name).append(" gauge\n");
      new TreeMap<>(values).forEach((key, value) -> line(out, name, gauge.label(), key, value));
    });
    return out.toString();
  }

  private static void line(
      StringBuilder out, String name, @Nullable String label, String key, Number value) {
    out.append(name);
    if (label != null) {
      String escaped = key.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      out.append('{').append(label).append("=\"").append(escaped).append("\"}");
    }
    out.append(' ').append(String.format(Locale.ROOT, "%s", value.doubleValue())).append('\n');
  }
}
