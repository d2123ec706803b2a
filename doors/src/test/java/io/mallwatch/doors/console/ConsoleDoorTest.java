package io.mallwatch.doors.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.http.TestDoor;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleDoorTest {

  private static final String[] BROWSER = {"accept", "text/html,application/xhtml+xml,*/*;q=0.8"};

  private static Client client(Path classpath) throws IOException {
    ClassLoader loader = new URLClassLoader(new URL[] {classpath.toUri().toURL()}, null);
    return Client.of(
        new ConsoleDoor(loader),
        new TestDoor("other", "/api", List.of(Route.get("/x", _ -> Reply.text(200, "x")))));
  }

  private static void console(Path classpath) throws IOException {
    Path assets = Files.createDirectories(classpath.resolve("console/assets"));
    Files.writeString(classpath.resolve("console/index.html"), "<!doctype html>控制台");
    Files.writeString(classpath.resolve("console/favicon.svg"), "<svg/>");
    Files.writeString(assets.resolve("main-abc123.js"), "let a = 1");
    Files.writeString(assets.resolve("main-abc123.js.br"), "packed");
    Files.writeString(classpath.resolve("secret.txt"), "secret");
  }

  @Test
  void pagesOfTheConsoleAreItsOnePage(@TempDir Path classpath) throws IOException {
    console(classpath);
    try (Client client = client(classpath)) {
      for (String path : List.of("/", "/metrics?query=up", "/traces/4bf9", "/index.html")) {
        HttpResponse<String> page = client.get(path, BROWSER);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("<!doctype html>控制台");
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("cache-control")).hasValue("no-cache");
        assertThat(page.headers().firstValue("content-security-policy"))
            .hasValueSatisfying(policy ->
                assertThat(policy).contains("default-src 'self'", "frame-ancestors 'none'"));
        assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
      }
    }
  }

  @Test
  void onlyBrowsersGetThePageForUnknownPaths(@TempDir Path classpath) throws IOException {
    console(classpath);
    try (Client client = client(classpath)) {
      HttpResponse<String> missing = client.get("/nothing", "accept", "application/json");
      assertThat(missing.statusCode()).isEqualTo(404);
      assertThat(missing.body()).contains("there is nothing at /nothing");
      assertThat(client.get("/api/nothing", BROWSER).statusCode()).isEqualTo(404);
      assertThat(client.post("/nothing", "text/plain", "x").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void filesWithAHashInTheirNameMayBeKeptForEver(@TempDir Path classpath) throws IOException {
    console(classpath);
    try (Client client = client(classpath)) {
      HttpResponse<String> script = client.get("/assets/main-abc123.js");
      assertThat(script.body()).isEqualTo("let a = 1");
      assertThat(script.headers().firstValue("content-type"))
          .hasValue("text/javascript; charset=utf-8");
      assertThat(script.headers().firstValue("cache-control"))
          .hasValue("public, max-age=31536000, immutable");
      HttpResponse<String> packed =
          client.get("/assets/main-abc123.js", "accept-encoding", "gzip, br");
      assertThat(packed.headers().firstValue("content-encoding")).hasValue("br");
      assertThat(packed.body()).isEqualTo("packed");
      HttpResponse<String> icon = client.get("/favicon.svg");
      assertThat(icon.headers().firstValue("cache-control")).hasValue("no-cache");
      String etag = icon.headers().firstValue("etag").orElseThrow();
      HttpResponse<String> again = client.get("/favicon.svg", "if-none-match", etag);
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
    }
  }

  @Test
  void nothingOutsideTheConsoleIsServed(@TempDir Path classpath) throws IOException {
    console(classpath);
    try (Client client = client(classpath)) {
      for (String path :
          List.of(
              "/../secret.txt",
              "/..%2Fsecret.txt",
              "/%2e%2e/secret.txt",
              "/assets/..%2f..%2fsecret.txt")) {
        String answer =
            client.raw(
                "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));
        assertThat(answer).as(path).doesNotContain("secret\r").doesNotStartWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void withoutAConsoleAPlainPageSaysWhatAnswers(@TempDir Path classpath) throws IOException {
    try (Client client = client(classpath)) {
      HttpResponse<String> page = client.get("/", BROWSER);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("Mallwatch 正在运行", "/prometheus", "/alertmanager");
    }
  }
}
