package io.mallwatch.doors.jaeger;

import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Route;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.traces.TraceStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Jaeger as its UI, Grafana's data source and scripts know it.
public final class JaegerDoor implements Door {

  private final List<Route> routes;

  /// @param metrics where the RED metrics of spans are asked for
  public JaegerDoor(TraceStore traces, MetricQueries metrics, InstantSource clock) {
    List<Route> all = new ArrayList<>();
    all.addAll(new V1Routes(traces, clock).routes());
    all.addAll(new V3Routes(traces).routes());
    all.addAll(new MonitorRoutes(metrics, clock).routes());
    this.routes = List.copyOf(all);
  }

  @Override
  public String name() {
    return "jaeger";
  }

  @Override
  public String prefix() {
    return "/jaeger";
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  @Override
  public ErrorShape errors() {
    return new JaegerErrors();
  }
}
