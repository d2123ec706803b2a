package io.mallwatch.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// The series that instances of a mall expose: request counters and latency histograms by route,
/// runtime gauges, business counters. The value of a series at a round depends on its number and
/// the round only, so every receiver gets the same.
final class MallSeries {

  private static final String[] ROUTES = {
    "/",
    "/products",
    "/products/{id}",
    "/cart",
    "/cart/items",
    "/orders",
    "/orders/{id}",
    "/pay",
    "/users/{id}",
    "/points",
    "/search",
    "/login"
  };
  private static final String[] STATUSES = {"200", "302", "404", "429", "500"};
  private static final String[] BOUNDS = {
    "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"
  };

  /// How a series moves.
  enum Kind {
    /// Rises by whole numbers, now and then by none.
    COUNTER,
    /// Rises by whole numbers, a share of the requests.
    BUCKET,
    /// Rises with decimals.
    SUM,
    /// Wanders on whole numbers.
    WHOLE_GAUGE,
    /// Wanders with two decimals.
    DECIMAL_GAUGE,
    /// A ratio with all digits.
    RATIO,
    /// Never moves.
    CONSTANT
  }

  /// One series.
  ///
  /// @param labels name, value, name, value … sorted by name
  /// @param share of a bucket: the share of requests that are in it
  record Series(String[] labels, Kind kind, int number, double share) {}

  private static final double[] SHARES = {
    0.02, 0.08, 0.3, 0.55, 0.75, 0.9, 0.95, 0.97, 0.985, 0.99, 0.996, 1
  };

  private MallSeries() {}

  /// At least `atLeast` series, whole instances of 337.
  static List<Series> of(int atLeast) {
    List<Series> all = new ArrayList<>();
    for (int instance = 0; all.size() < atLeast; instance++) {
      instance(all, "10.0.%d.%d:8080".formatted(instance / 250, instance % 250));
    }
    return all;
  }

  private static void instance(List<Series> all, String instance) {
    for (String route : ROUTES) {
      for (String status : STATUSES) {
        add(
            all,
            Kind.COUNTER,
            "http_requests_total",
            instance,
            "method",
            route.contains("{") ? "GET" : "POST",
            "route",
            route,
            "status",
            status);
      }
      for (int i = 0; i < BOUNDS.length; i++) {
        add(
            all,
            Kind.BUCKET,
            SHARES[i],
            "http_request_duration_seconds_bucket",
            instance,
            "le",
            BOUNDS[i],
            "route",
            route);
      }
      add(all, Kind.SUM, "http_request_duration_seconds_sum", instance, "route", route);
      add(all, Kind.BUCKET, 1, "http_request_duration_seconds_count", instance, "route", route);
    }
    for (String area : new String[] {"heap", "nonheap"}) {
      for (String pool : new String[] {"eden", "survivor", "old", "meta", "code"}) {
        add(all, Kind.WHOLE_GAUGE, "jvm_memory_used_bytes", instance, "area", area, "id", pool);
        add(all, Kind.CONSTANT, "jvm_memory_max_bytes", instance, "area", area, "id", pool);
      }
    }
    for (String state : new String[] {"runnable", "blocked", "waiting", "timed-waiting", "new"}) {
      add(all, Kind.WHOLE_GAUGE, "jvm_threads_states_threads", instance, "state", state);
    }
    for (String pool : new String[] {"orders", "users", "points"}) {
      add(all, Kind.WHOLE_GAUGE, "db_connections_active", instance, "pool", pool);
      add(all, Kind.CONSTANT, "db_connections_max", instance, "pool", pool);
      add(all, Kind.DECIMAL_GAUGE, "db_connection_wait_milliseconds", instance, "pool", pool);
    }
    for (String level : new String[] {"1", "2", "3", "4", "5", "6"}) {
      add(all, Kind.COUNTER, "user_upgrade_attempts_total", instance, "level", level);
      add(all, Kind.COUNTER, "transaction_attempts_total", instance, "level", level);
      add(all, Kind.COUNTER, "transaction_success_total", instance, "level", level);
    }
    add(all, Kind.RATIO, "process_cpu_usage", instance);
    add(all, Kind.RATIO, "system_cpu_usage", instance);
    add(all, Kind.DECIMAL_GAUGE, "system_load_average_1m", instance);
    add(all, Kind.CONSTANT, "process_start_time_seconds", instance);
    while (all.size() % 337 != 0) {
      add(
          all,
          Kind.WHOLE_GAUGE,
          "mall_queue_depth",
          instance,
          "queue",
          "queue-" + all.size() % 337);
    }
  }

  private static void add(
      List<Series> all, Kind kind, String name, String instance, String... labels) {
    add(all, kind, 0, name, instance, labels);
  }

  private static void add(
      List<Series> all, Kind kind, double share, String name, String instance, String... labels) {
    TreeMap<String, String> sorted = new TreeMap<>();
    sorted.put("__name__", name);
    sorted.put("instance", instance);
    sorted.put("job", "mall");
    for (int i = 0; i < labels.length; i += 2) {
      sorted.put(labels[i], labels[i + 1]);
    }
    List<String> flat = new ArrayList<>();
    sorted.forEach((key, value) -> {
      flat.add(key);
      flat.add(value);
    });
    all.add(new Series(flat.toArray(String[]::new), kind, all.size(), share));
  }

  /// The value of a series at a round.
  static double value(Series series, int round) {
    SplittableRandom random = new SplittableRandom(series.number() * 1_000_003L + round);
    int rate = 1 + series.number() % 7;
    return switch (series.kind()) {
      case COUNTER -> (double) (long) rate * round + (series.number() + round) % rate;
      case BUCKET -> Math.floor(round * 9.0 * series.share());
      case SUM -> Math.round((rate * round * 0.137 + random.nextInt(100) * 0.001) * 1000) / 1000.0;
      case WHOLE_GAUGE -> series.number() % 50 + random.nextInt(20);
      case DECIMAL_GAUGE -> (1000 + random.nextInt(2000)) / 100.0;
      case RATIO -> random.nextDouble();
      case CONSTANT -> 1_700_000_000.0 + series.number() % 9;
    };
  }
}
