package io.mallwatch.samplemall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// The whole mall on H2 and in memory, on a free port, without traffic unless asked for.
public final class TestMall implements AutoCloseable {
  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final String address;

  private TestMall(ConfigurableApplicationContext context) {
    this.context = context;
    this.address = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  /// Opens a mall in `folder` and waits until it is open.
  public static TestMall open(Path folder, String... arguments) {
    var all =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--mall.data-dir=" + folder,
                "--mall.database=h2",
                "--mall.sessions=memory",
                "--mall.traffic-rate=0",
                "--mallwatch.database.probe-interval=200ms"));
    for (String argument : arguments) {
      String key = argument.substring(0, argument.indexOf('=') + 1);
      all.removeIf(given -> given.startsWith(key));
      all.add(argument);
    }
    var mall =
        new TestMall(new SpringApplication(SampleMall.class).run(all.toArray(String[]::new)));
    mall.context.getBean(MallOpening.class).whenOpen().join();
    return mall;
  }

  /// Where it listens.
  public String address() {
    return address;
  }

  /// What came back.
  public record Reply(int status, JsonNode body, String requestId) {}

  public Reply get(String path, @Nullable String token) {
    return send(request(path, token).GET());
  }

  public Reply post(String path, @Nullable String token, String body) {
    return send(
        request(path, token)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path, @Nullable String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
    return token == null ? request : request.header("authorization", "Bearer " + token);
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      JsonNode body =
          response.body().length == 0 ? json.nullNode() : json.readTree(response.body());
      return new Reply(
          response.statusCode(), body, response.headers().firstValue("x-request-id").orElse(""));
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /// Logs an account in that was seeded.
  public String login(String username) {
    Reply reply =
        post(
            "/api/v1/users/login",
            null,
            "{\"username\":\"" + username + "\",\"password\":\"zhongdao-demo-2025\"}");
    if (reply.status() != 200) {
      throw new IllegalStateException("log-in failed: " + reply);
    }
    return reply.body().path("token").asText();
  }

  /// Sets a fault's switch.
  public Reply fault(String name, boolean on) {
    return post("/demo/faults/" + name, null, "{\"on\":" + on + "}");
  }

  /// The sum of the counters with this name and these tags, zero if there are none.
  public double counter(String name, String... tags) {
    return bean(MeterRegistry.class).find(name).tags(tags).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  /// The value of a gauge.
  public double gauge(String name) {
    Gauge gauge = bean(MeterRegistry.class).get(name).gauge();
    return gauge.value();
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
