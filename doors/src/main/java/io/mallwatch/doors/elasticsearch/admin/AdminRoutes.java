package io.mallwatch.doors.elasticsearch.admin;

import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.List;

/// All of this package's routes.
public final class AdminRoutes {

  private AdminRoutes() {}

  public static List<Route> of(
      LogStore logs, Indices indices, Pipelines pipelines, NodeFacts node) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new NodeRoutes(indices, node).routes());
    routes.addAll(new CatRoutes(indices, node).routes());
    routes.addAll(new IndexRoutes(logs, indices).routes());
    routes.addAll(new FieldRoutes(logs, indices).routes());
    routes.addAll(new AliasRoutes(indices).routes());
    routes.addAll(new TemplateRoutes(indices).routes());
    routes.addAll(new PolicyRoutes(indices).routes());
    routes.addAll(new StreamRoutes(logs, indices).routes());
    routes.addAll(new RolloverRoutes(logs, indices).routes());
    routes.addAll(new IngestRoutes(pipelines).routes());
    return routes;
  }
}
