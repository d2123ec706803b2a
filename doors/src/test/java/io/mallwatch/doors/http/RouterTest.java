package io.mallwatch.doors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {

  private static Route named(String method, String path) {
    return new Route(method, path, Route.Body.DECODED, _ -> Reply.text(200, path));
  }

  private final Router router =
      Router.prefixed(
          List.of(
              new TestDoor("otlp", "", List.of(named("POST", "/v1/traces"))),
              new TestDoor("console", "", List.of(named("GET", "/{*path}"))),
              new TestDoor(
                  "es",
                  "/es",
                  List.of(
                      named("GET", "/"),
                      named("GET", "/{index}"),
                      named("PUT", "/{index}"),
                      named("GET", "/{index}/_search"),
                      named("GET", "/_cat/indices"),
                      named("GET", "/_cat/{what}"),
                      named("POST", "/{index}/_doc/{id}"),
                      named("GET", "/files/{*rest}"))),
              new TestDoor("deeper", "/es/deeper", List.of(named("GET", "/x")))));

  @ParameterizedTest
  @CsvSource({
    "GET, /, console /{*path}",
    "GET, /metrics, console /{*path}",
    "POST, /v1/traces, otlp /v1/traces",
    "POST, /v1/traces/, otlp /v1/traces",
    "GET, /v1/traces, console /{*path}",
    "DELETE, /v1/traces, 'otlp allows [POST]'",
    "POST, /nothing, console misses it",
    "GET, /es, es /",
    "GET, /es/, es /",
    "HEAD, /es/logs, es /{index}",
    "PUT, /es/logs, es /{index}",
    "POST, /es/logs, 'es allows [GET, PUT]'",
    "GET, /es/_cat/indices, es /_cat/indices",
    "GET, /es/_cat/health, es /_cat/{what}",
    "GET, /es/a/_search, es /{index}/_search",
    "GET, /es//_search, es misses it",
    "GET, /es/files/, es /files/{*rest}",
    "GET, /es/files/a/b/c, es /files/{*rest}",
    "GET, /es/a/b/c, es misses it",
    "GET, /es/deeper/x, deeper /x",
    "GET, /es/deeper/y, deeper misses it",
    "GET, /estate, console /{*path}",
  })
  void aPathHasOneDoorAndItsMostSpecificRoute(String method, String path, String expected) {
    String found =
        switch (router.find(method, path)) {
          case Router.Found(Door door, Route route, var _) -> door.name() + " " + route.path();
          case Router.WrongMethod(Door door, var allowed) -> door.name() + " allows " + allowed;
          case Router.Missing(Door door) -> door.name() + " misses it";
        };
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void namesAreDecodedSegmentBySegment() {
    assertThat(router.find("POST", "/es/a%20b+c/_doc/x%2Fy%E6%94%AF"))
        .isInstanceOfSatisfying(
            Router.Found.class,
            found ->
                assertThat(found.params())
                    .containsEntry("index", "a b+c")
                    .containsEntry("id", "x/y支"));
    assertThat(router.find("GET", "/es/files/a%2Fb/c"))
        .isInstanceOfSatisfying(
            Router.Found.class, found -> assertThat(found.params()).containsEntry("rest", "a/b/c"));
  }

  @Test
  void aDoorAtTheRootOfAPortHasNoPrefix() {
    Router root = Router.root(new TestDoor("es", "/es", List.of(named("GET", "/_cat/indices"))));
    assertThat(root.find("GET", "/_cat/indices")).isInstanceOf(Router.Found.class);
    assertThat(root.find("GET", "/es/_cat/indices")).isInstanceOf(Router.Missing.class);
  }
}
