package io.mallwatch.doors.api;

import io.mallwatch.doors.api.alert.AlertsResource;
import io.mallwatch.doors.api.alert.RoutesResource;
import io.mallwatch.doors.api.alert.RulesResource;
import io.mallwatch.doors.api.business.BusinessResource;
import io.mallwatch.doors.api.deploy.DeploymentsResource;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.OpenApi;
import io.mallwatch.doors.api.incident.IncidentsResource;
import io.mallwatch.doors.api.oncall.OnCallResource;
import io.mallwatch.doors.api.operations.OperationsResources;
import io.mallwatch.doors.api.pattern.PatternsResource;
import io.mallwatch.doors.api.security.DrillsResource;
import io.mallwatch.doors.api.security.SecurityResource;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.service.LogServices;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The console's own resources under `/api`; `/api/openapi.yaml` describes them.
public final class ApiDoor implements Door {

  private static final String PREFIX = "/api";

  private final List<Endpoint> endpoints;

  public ApiDoor(ApiPorts ports, InstantSource clock) {
    List<Endpoint> all = new ArrayList<>();
    all.addAll(new StatusResource(ports.status(), ports.session()).endpoints());
    all.addAll(new OverviewResource(ports.overview()).endpoints());
    all.addAll(new BusinessResource(ports.business()).endpoints());
    all.addAll(new IncidentsResource(ports.incidents(), clock).endpoints());
    all.addAll(new OnCallResource(ports.onCall(), clock).endpoints());
    all.addAll(
        new AlertsResource(ports.alerts().alerts(), ports.alerts().notifications()).endpoints());
    all.addAll(new RulesResource(ports.alerts().rules()).endpoints());
    all.addAll(new RoutesResource(ports.alerts().routes()).endpoints());
    all.addAll(new DeploymentsResource(ports.deployments(), clock).endpoints());
    all.addAll(new LogsResource(ports.logs(), ports.zone(), clock).endpoints());
    all.addAll(new LogLinesResource(ports.lines()).endpoints());
    all.addAll(new LogViewsResource(ports.logs(), ports.zone(), clock).endpoints());
    all.addAll(
        new LogServicesResource(new LogServices(ports.logs(), "*", ports.zone())).endpoints());
    all.addAll(new SourcesResource(ports.sources(), ports.lines().senders()).endpoints());
    all.addAll(new PatternsResource(ports.patterns(), clock).endpoints());
    all.addAll(new SecurityResource(ports.security().findings(), clock).endpoints());
    all.addAll(new DrillsResource(ports.security().drills()).endpoints());
    all.addAll(OperationsResources.endpoints(ports.operations(), ports.zone(), clock));
    this.endpoints = List.copyOf(all);
  }

  /// The resources as data.
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public String name() {
    return "api";
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    endpoints.forEach(endpoint -> routes.add(endpoint.route(PREFIX)));
    routes.add(
        Route.get(
            "/openapi.yaml",
            _ ->
                Reply.bytes(
                    200,
                    "application/yaml",
                    OpenApi.yaml("Mallwatch", "1", endpoints).getBytes(StandardCharsets.UTF_8))));
    return routes;
  }

  @Override
  public ErrorShape errors() {
    return ErrorShape.problemDetails();
  }
}
