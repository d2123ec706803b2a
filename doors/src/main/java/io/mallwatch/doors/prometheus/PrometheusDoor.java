package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Route;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Prometheus as its clients know it: Grafana, promtool, other Prometheus servers.
public final class PrometheusDoor implements Door {

  public static final String NAME = "prometheus";

  private final List<Route> routes;

  public PrometheusDoor(PrometheusPorts ports, DoorMetrics metrics, InstantSource clock) {
    List<Route> all = new ArrayList<>();
    all.addAll(new QueryRoutes(ports, clock).routes());
    all.addAll(new RuleRoutes(ports).routes());
    all.addAll(new StatusRoutes(ports).routes());
    all.addAll(new WriteRoutes(ports, metrics, clock).routes());
    this.routes = List.copyOf(all);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String prefix() {
    return "/prometheus";
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  @Override
  public ErrorShape errors() {
    return new PrometheusErrors();
  }
}
