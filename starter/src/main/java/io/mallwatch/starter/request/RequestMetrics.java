package io.mallwatch.starter.request;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Counts and times requests under bounded labels: methods the standard names, route templates
/// (never paths), status codes.
public final class RequestMetrics {
  static final int MAX_ROUTES = 200;
  static final String UNKNOWN_ROUTE = "UNKNOWN";
  static final String OTHER = "OTHER";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final Duration slow;
  private final Duration verySlow;
  private final Set<String> routes = ConcurrentHashMap.newKeySet();

  /// @param slow longer requests count as slow with severity `warning`
  /// @param verySlow longer requests count as slow with severity `critical`
  public RequestMetrics(MeterRegistry registry, Duration slow, Duration verySlow) {
    this.registry = registry;
    this.slow = slow;
    this.verySlow = verySlow;
  }

  /// Records one finished request. `route` is a template such as `/api/v1/orders/{id}`.
  void record(String method, String route, int status, Duration duration) {
    String knownMethod = METHODS.contains(method) ? method : OTHER;
    String knownRoute = bounded(route);
    Counter.builder("http.requests")
        .description("HTTP requests that ended, aborted ones with status 499")
        .tag("method", knownMethod)
        .tag("route", knownRoute)
        .tag("status", Integer.toString(status))
        .register(registry)
        .increment();
    Timer.builder("http.request.duration")
        .description("Time from the request's arrival to the end of its response")
        .tag("method", knownMethod)
        .tag("route", knownRoute)
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(duration);
    if (isSlow(duration)) {
      Counter.builder("api.slow.requests")
          .description("Requests slower than the limits of mallwatch.request")
          .tag("route", knownRoute)
          .tag("severity", duration.compareTo(verySlow) > 0 ? "critical" : "warning")
          .register(registry)
          .increment();
    }
  }

  boolean isSlow(Duration duration) {
    return duration.compareTo(slow) > 0;
  }

  private String bounded(String route) {
    if (routes.contains(route)) {
      return route;
    }
    if (routes.size() >= MAX_ROUTES) {
      return OTHER;
    }
    routes.add(route);
    return route;
  }
}
