package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Elasticsearch as shippers, its client libraries and Grafana's data source know it.
public final class ElasticsearchDoor implements Door {

  static final String NAME = "elasticsearch";

  private final List<Route> routes;

  public ElasticsearchDoor(ElasticsearchPorts ports, DoorMetrics metrics, InstantSource clock) {
    List<Route> all = new ArrayList<>();
    all.addAll(new ClusterRoutes(ports).routes());
    all.addAll(new DocumentRoutes(ports, metrics).routes());
    all.addAll(new SearchRoutes(ports.logs(), clock).routes());
    all.addAll(new Templates().routes());
    this.routes = all.stream().map(ElasticsearchDoor::negotiating).toList();
  }

  private static Route negotiating(Route route) {
    return new Route(
        route.method(),
        route.path(),
        route.body(),
        call ->
            switch (route.handler().handle(call)) {
              case Reply.Whole whole -> ContentTypes.negotiate(whole, call.head());
              case Reply.Stream stream -> stream;
            });
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String prefix() {
    return "/elasticsearch";
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  @Override
  public ErrorShape errors() {
    return new ElasticErrors();
  }

  /// Clients refuse any answer without it.
  @Override
  public Map<String, String> headers() {
    return Map.of("X-Elastic-Product", "Elasticsearch");
  }
}
