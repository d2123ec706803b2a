package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.prometheus.read.ReadRoutes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Prometheus as its clients know it: Grafana, promtool, other Prometheus servers.
public final class PrometheusDoor implements Door {

  public static final String NAME = "prometheus";

  private final List<Route> routes;

  public PrometheusDoor(PrometheusPorts ports, DoorMetrics metrics, InstantSource clock) {
    List<Route> all = new ArrayList<>();
    all.addAll(new QueryRoutes(ports.reading(), clock).routes());
    all.addAll(new SeriesRoutes(ports.reading()).routes());
    all.addAll(new RuleRoutes(ports.shown().rules(), ports.reading().promql()).routes());
    all.addAll(new TargetRoutes(ports.shown().targets(), ports.reading().promql()).routes());
    all.addAll(new StatusRoutes(ports.shown()).routes());
    all.addAll(new ControlRoutes(ports.control(), ports.reading()).routes());
    all.addAll(new WriteRoutes(ports.writing(), metrics).routes());
    all.addAll(
        new ReadRoutes(ports.reading().samples(), ports.reading().externalLabels()).routes());
    all.addAll(new FederateRoutes(ports.reading(), clock).routes());
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
