package io.mallwatch.ops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.mallwatch.ops.deploy.Deployment.Status;
import io.mallwatch.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Deploys under traffic behind the real nginx.
class NginxSwitchTest {

  private static final Path NGINX = Path.of("/usr/sbin/nginx");

  @TempDir Path folder;

  private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
  private final AtomicBoolean greenIsBad = new AtomicBoolean();
  private HttpServer blue;
  private HttpServer green;
  private int port;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(Files.isExecutable(NGINX), "nginx is not installed");
    blue = mall("blue");
    green = mall("green");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log;
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          include %1$s/upstream.conf;
          server {
            listen 127.0.0.1:%2$d;
            location / {
              proxy_pass http://mall;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
            }
          }
        }
        """
            .formatted(folder, port));
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (blue != null) {
      new HostShell().run(nginx("-s", "stop"), Map.of(), Duration.ofSeconds(10));
      Await.until("nginx is gone", () -> !Files.exists(folder.resolve("nginx.pid")));
      blue.stop(0);
      green.stop(0);
    }
  }

  private HttpServer mall(String colour) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          boolean bad =
              colour.equals("green")
                  && greenIsBad.get()
                  && !exchange.getRequestURI().getPath().equals("/health");
          byte[] body = colour.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(bad ? 500 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private List<String> nginx(String... more) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(NGINX.toString(), "-c", folder.resolve("nginx.conf").toString()));
    command.addAll(List.of(more));
    return command;
  }

  private BlueGreen deploy() {
    String start =
        Files.exists(folder.resolve("nginx.pid"))
            ? "[%s, -c, %s/nginx.conf, -s, reload]"
            : "[%s, -c, %s/nginx.conf]";
    BlueGreenPlan plan =
        BlueGreenFile.parse(
            folder.resolve("plan.yaml"),
            """
            service: mall
            nginx:
              upstream_file: upstream.conf
              upstream: mall
              test: [%1$s, -t, -c, %2$s/nginx.conf]
              reload: %5$s
            colours:
              blue: {address: "127.0.0.1:%3$d", start: ["true"]}
              green: {address: "127.0.0.1:%4$d", start: ["true"]}
            probe: {within: 10s, every: 20ms}
            watch:
              for: 2s
              every: 50ms
              server: http://127.0.0.1:1
              checks: [{name: errors, query: "errors $colour", max: 0.05}]
            drain: 0
            """
                .formatted(
                    NGINX,
                    folder,
                    blue.getAddress().getPort(),
                    green.getAddress().getPort(),
                    start.formatted(NGINX, folder)));
    HttpProbe probe = new HttpProbe();
    return new BlueGreen(
        plan,
        new BlueGreen.Surroundings(
            new HostShell(),
            probe::isUp,
            query -> OptionalDouble.of(errorShare(query.replace("errors ", ""))),
            _ -> {},
            _ -> {},
            InstantSource.system(),
            Thread::sleep));
  }

  private double errorShare(String colour) {
    double bad = count(colour + " 500");
    return bad / Math.max(1, bad + count(colour + " 200"));
  }

  private int count(String answer) {
    AtomicInteger count = answers.get(answer);
    return count == null ? 0 : count.get();
  }

  private static Deployment wanted(String version) {
    return new Deployment(
        version,
        "mall",
        "production",
        version,
        "",
        null,
        Instant.EPOCH,
        null,
        null,
        Status.RUNNING,
        "",
        "test");
  }

  @Test
  void noRequestIsLostAndABadVersionGoesBack() throws Exception {
    assertThat(deploy().run(wanted("1")).status()).isEqualTo(Status.SUCCEEDED);
    AtomicBoolean over = new AtomicBoolean();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        var _ =
            threads.submit(() -> {
              while (!over.get()) {
                answers.computeIfAbsent(ask(client), _ -> new AtomicInteger()).incrementAndGet();
              }
            });
      }
      try {
        Await.until("blue answers", () -> count("blue 200") > 100);
        assertThat(deploy().run(wanted("2")).status()).isEqualTo(Status.SUCCEEDED);
        Await.until("green answers", () -> count("green 200") > 100);
        assertThat(answers).containsOnlyKeys("blue 200", "green 200");

        assertThat(deploy().run(wanted("3")).status()).isEqualTo(Status.SUCCEEDED);
        int blueBefore = count("blue 200");
        greenIsBad.set(true);
        Deployment bad = deploy().run(wanted("4"));
        assertThat(bad.status()).isEqualTo(Status.ROLLED_BACK);
        assertThat(bad.reason()).startsWith("errors is");
        Await.until("blue answers", () -> count("blue 200") > blueBefore + 100);
        assertThat(answers).containsOnlyKeys("blue 200", "green 200", "green 500");
      } finally {
        over.set(true);
      }
    }
  }

  private String ask(HttpClient client) {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders")).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.body() + " " + answer.statusCode();
    } catch (IOException e) {
      return "lost: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "stopped";
    }
  }
}
