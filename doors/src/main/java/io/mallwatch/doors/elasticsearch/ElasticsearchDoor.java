package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.admin.AdminRoutes;
import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.elasticsearch.wire.ContentTypes;
import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.ResponseShape;
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
    Indices indices = new Indices(ports.logs(), ports.catalog(), clock);
    Searches searches = new Searches(ports.logs(), indices);
    List<Route> all = new ArrayList<>();
    all.addAll(AdminRoutes.of(ports.logs(), indices, ports.pipelines(), ports.node()));
    all.addAll(new DocumentRoutes(ports, indices, metrics).routes());
    all.addAll(
        new SearchRoutes(searches, new HeldRoutes(searches, new Held(ports.logs()))).routes());
    all.addAll(new TextRoutes(searches).routes());
    this.routes = all.stream().map(ElasticsearchDoor::shaped).toList();
  }

  /// Gives answers the shape and media type that the request asks for.
  private static Route shaped(Route route) {
    return new Route(
        route.method(),
        route.path(),
        route.body(),
        call ->
            switch (route.handler().handle(call)) {
              case Reply.Whole whole ->
                  ContentTypes.negotiate(ResponseShape.shape(whole, call), call.head());
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
