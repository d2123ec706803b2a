package io.mallwatch.doors.grafana;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// `/api/datasources`: our own engines, which cannot be changed; who asks one through Grafana is
/// sent to its own door.
final class DataSourceRoutes {

  private final String base;

  /// @param base of the main port's address; may be empty
  DataSourceRoutes(String base) {
    this.base = base;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/api/datasources", _ -> list()));
    routes.add(Route.post("/api/datasources", this::refuse));
    routes.add(
        Route.get(
            "/api/datasources/uid/{uid}", call -> one(s -> s.uid().equals(call.path("uid")))));
    routes.add(
        Route.get(
            "/api/datasources/name/{name}", call -> one(s -> s.title().equals(call.path("name")))));
    routes.add(
        Route.get(
            "/api/datasources/id/{name}",
            call -> {
              DataSource source = find(s -> s.title().equals(call.path("name")));
              return Reply.json(
                  200,
                  out -> {
                    out.writeStartObject();
                    out.writeNumberField("id", source.id());
                    out.writeEndObject();
                  });
            }));
    routes.add(
        Route.get(
            "/api/datasources/{id}",
            call -> one(s -> Integer.toString(s.id()).equals(call.path("id")))));
    for (String path :
        List.of(
            "/api/datasources/proxy/uid/{uid}/{*rest}",
            "/api/datasources/uid/{uid}/resources/{*rest}")) {
      routes.add(Route.get(path, this::elsewhere));
      routes.add(Route.post(path, this::elsewhere));
    }
    routes.add(
        Route.post(
            "/api/ds/query",
            _ -> {
              throw new RefusedException(
                  new Problem(
                      Problem.Kind.UNAVAILABLE,
                      501,
                      "",
                      "Queries are asked of the data sources themselves, see their url in"
                          + " /api/datasources",
                      null));
            }));
    return routes;
  }

  private Reply list() {
    return Reply.json(
        200,
        out -> {
          out.writeStartArray();
          for (DataSource source : DataSource.values()) {
            out.writeStartObject();
            out.writeStringField("typeName", source.title());
            source.write(out, base);
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private static DataSource find(Predicate<DataSource> wanted) {
    return Arrays.stream(DataSource.values())
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> GrafanaErrors.notFound("Data source not found"));
  }

  private Reply one(Predicate<DataSource> wanted) {
    DataSource source = find(wanted);
    return Reply.json(200, out -> whole(out, source));
  }

  private void whole(JsonGenerator out, DataSource source) throws IOException {
    out.writeStartObject();
    source.write(out, base);
    out.writeStringField("basicAuthUser", "");
    out.writeBooleanField("withCredentials", false);
    out.writeObjectFieldStart("secureJsonFields");
    out.writeEndObject();
    out.writeNumberField("version", 1);
    out.writeEndObject();
  }

  private Reply refuse(Call call) {
    Fields body = Fields.of(call);
    for (DataSource source : DataSource.values()) {
      if (source.uid().equals(body.text("uid"))) {
        throw GrafanaErrors.conflict("data source with the same uid already exists");
      }
      if (source.title().equals(body.text("name"))) {
        throw GrafanaErrors.conflict("data source with the same name already exists");
      }
    }
    throw new RefusedException(
        Problem.forbidden("The data sources are this server's own engines; none can be added"));
  }

  /// 307, so that the method and the body go along.
  private Reply elsewhere(Call call) {
    DataSource source = find(s -> s.uid().equals(call.path("uid")));
    String path = call.head().path();
    String marker = path.contains("/resources/") ? "/resources/" : "/uid/" + source.uid() + "/";
    String rest = path.substring(path.indexOf(marker) + marker.length());
    StringBuilder query = new StringBuilder();
    call.head()
        .query()
        .list()
        .forEach(param ->
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(encode(param.name()))
                .append('=')
                .append(encode(param.value())));
    return Reply.empty(307).with("location", base + source.prefix() + "/" + rest + query);
  }

  private static String encode(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }
}
