package io.mallwatch.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mallwatch.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A live mall, watched from end to end. The shipped rules run on a clock ten times faster:
/// windows, `for` and intervals are a tenth, so that a fault is through in a minute.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {

  private static final int FASTER = 10;
  private static final Duration INTERVAL = Duration.ofMillis(1500);
  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final Pattern WINDOW = Pattern.compile("\\[(\\d+)m]");
  private static final Pattern FOR = Pattern.compile("(?m)^(\\s+for: )(\\d+)m$");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path dir;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static @Nullable MallwatchProcess demo;
  private static URI server = URI.create("http://127.0.0.1:1");
  private static URI mall = URI.create("http://127.0.0.1:1");

  @BeforeAll
  static void openTheMall() throws Exception {
    Path rules = dir.resolve("fast.rules.yml");
    String shipped =
        Files.readString(MallwatchProcess.HOUSE.resolve("deploy/rules/mall.rules.yml"));
    Files.writeString(rules, faster(shipped));
    Path config =
        Files.writeString(
            dir.resolve("mallwatch.yaml"),
            "alerts:\n  evaluation_interval: " + INTERVAL.toMillis() + "ms\n");
    MallwatchProcess process =
        MallwatchProcess.start(
            "demo",
            "--config",
            config.toString(),
            "--data",
            dir.resolve("data").toString(),
            "--port",
            "0",
            "--mall-port",
            "0",
            "--rules",
            rules.toString(),
            "--traffic-rate",
            "15");
    demo = process;
    server = process.awaitReady();
    process.awaitLine("days of past to", Duration.ofMinutes(5));
    mall = URI.create(get("/api/status").get("mallUrl").asText());
  }

  private static String faster(String rules) {
    String windows =
        WINDOW
            .matcher(rules)
            .replaceAll(m -> "[" + Integer.parseInt(m.group(1)) * 60 / FASTER + "s]");
    return FOR.matcher(windows)
        .replaceAll(m ->
            Matcher.quoteReplacement(
                m.group(1) + Integer.parseInt(m.group(2)) * 60 / FASTER + "s"));
  }

  @AfterAll
  static void closeTheMall() {
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  @Order(1)
  void theOverviewShowsALiveMallWithAMonthBehindIt() {
    Await.until(
        "the score is known, figures have a last week, orders have a band",
        LIMIT,
        () -> {
          JsonNode overview = get("/api/overview");
          return overview.at("/score/overall").isNumber()
              && overview.at("/score/confidence").asDouble() > 0.8
              && all(overview.get("figures"), "previous")
              && overview.at("/orders/baseline").size() > 200
              && overview.get("levels").size() == 8
              && overview.get("freshness").size() == 3;
        });
  }

  private static boolean all(JsonNode nodes, String field) {
    for (JsonNode node : nodes) {
      if (!node.path(field).isNumber()) {
        return false;
      }
    }
    return nodes.size() > 0;
  }

  @Test
  @Order(2)
  void failingPaymentsUpgradesAndTransfersFireTellOnceAndEnd() {
    List<String> faults =
        List.of("payment-failures", "upgrade-failures", "points-transfer-failures");
    faults.forEach(fault -> fault(fault, true));
    for (String rule :
        List.of("TransactionSuccessRateLow", "UserUpgradeFailureRate", "PointsTransferFailures")) {
      assertFiresInTime(rule);
    }
    Await.until(
        "an incident P1 is open and its notification was sent",
        LIMIT,
        () ->
            anIncident("TransactionSuccessRateLow", "triggered")
                && notifications("TransactionSuccessRateLow", "firing") == 1
                && calls("TransactionSuccessRateLow") >= 1);
    try {
      walkTheConsole();
    } finally {
      faults.forEach(fault -> fault(fault, false));
    }
    for (String rule :
        List.of("TransactionSuccessRateLow", "UserUpgradeFailureRate", "PointsTransferFailures")) {
      assertResolves(rule);
    }
    Await.until(
        "the end was told and the incident is resolved",
        LIMIT,
        () ->
            anIncident("TransactionSuccessRateLow", "resolved")
                && notifications("TransactionSuccessRateLow", "resolved") == 1);
    assertThat(notifications("TransactionSuccessRateLow", "firing")).as("told once").isEqualTo(1);
  }

  @Test
  @Order(3)
  void errorsAndAFullHeapFireAndEnd() {
    fault("error-burst", true);
    fault("memory-pressure", true);
    assertFiresInTime("HighErrorRate");
    assertFiresInTime("HighMemoryUsage");
    fault("error-burst", false);
    fault("memory-pressure", false);
    assertResolves("HighErrorRate");
    assertResolves("HighMemoryUsage");
  }

  @Test
  @Order(4)
  void slowAnswersFireAndEnd() {
    fault("slow-api", true);
    assertFiresInTime("HighApiResponseTime");
    fault("slow-api", false);
    assertResolves("HighApiResponseTime");
  }

  @Test
  @Order(5)
  void anExhaustedPoolFiresAndEnds() {
    fault("connection-pool-exhaustion", true);
    assertFiresInTime("DatabaseConnectionPoolExhausted");
    fault("connection-pool-exhaustion", false);
    assertResolves("DatabaseConnectionPoolExhausted");
  }

  /// It fires, and no later than `for` and two evaluations after its condition was first seen to
  /// hold. Counted in evaluations, which the recorded ALERTS series keeps, so that a slow machine
  /// does not matter.
  private static void assertFiresInTime(String rule) {
    Await.until(rule + " fires", LIMIT, () -> state(rule, "firing"));
    double allowed = forSeconds(rule) * 1000 / INTERVAL.toMillis() + 2;
    assertThat(lastRun("ALERTS{alertname=\"" + rule + "\",alertstate=\"pending\"}[30m]"))
        .as("evaluations in which %s was pending before it fired", rule)
        .isLessThanOrEqualTo((int) Math.ceil(allowed));
  }

  private static double forSeconds(String rule) {
    for (JsonNode alert : get("/api/alerts").get("alerts")) {
      if (alert.get("name").asText().equals(rule)) {
        return alert.get("forSeconds").asDouble();
      }
    }
    throw new AssertionError(rule + " is not among the alerts");
  }

  /// Length of the last unbroken run of samples.
  private static int lastRun(String selector) {
    JsonNode result = query(selector);
    assertThat(result.size()).as(selector).isPositive();
    JsonNode values = result.get(0).get("values");
    int at = values.size() - 1;
    while (at > 0
        && values.get(at).get(0).asDouble() - values.get(at - 1).get(0).asDouble()
            < 3 * INTERVAL.toMillis() / 1000.0) {
      at--;
    }
    return values.size() - at;
  }

  private static void assertResolves(String rule) {
    Await.until(rule + " ends", LIMIT, () -> !state(rule, "firing") && !state(rule, "pending"));
  }

  private static boolean state(String rule, String state) {
    for (JsonNode alert : get("/api/alerts").get("alerts")) {
      if (alert.get("name").asText().equals(rule) && alert.get("state").asText().equals(state)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anIncident(String alert, String state) {
    for (JsonNode incident : get("/api/incidents?state=all").get("incidents")) {
      if (incident.get("alertNames").toString().contains(alert)
          && incident.get("state").asText().equals(state)) {
        assertThat(incident.get("priority").asText()).isEqualTo("P1");
        return true;
      }
    }
    return false;
  }

  /// What was told along the routes.
  private static long notifications(String alert, String status) {
    return sent(alert, status, false);
  }

  /// How often somebody on call was called.
  private static long calls(String alert) {
    return sent(alert, "firing", true);
  }

  private static long sent(String alert, String status, boolean onCall) {
    long count = 0;
    for (JsonNode row : get("/api/notifications").get("notifications")) {
      if (row.get("receiver").asText().startsWith("oncall/") == onCall
          && row.get("alertNames").toString().contains(alert)
          && row.get("status").asText().equals(status)
          && row.get("state").asText().equals("sent")) {
        count++;
      }
    }
    return count;
  }

  /// The browser goes from the overview to the log line, in both languages.
  private static void walkTheConsole() {
    if (!Files.isExecutable(Path.of("/usr/bin/chromium"))) {
      return;
    }
    Path pictures = MallwatchProcess.HOUSE.resolve("server/target/pictures");
    try {
      Files.createDirectories(pictures);
      ProcessBuilder walk =
          new ProcessBuilder("npx", "playwright", "test")
              .directory(MallwatchProcess.HOUSE.resolve("console").toFile())
              .redirectErrorStream(true)
              .redirectOutput(pictures.resolve("walk.log").toFile());
      Map<String, String> more = new HashMap<>();
      more.put("MALLWATCH_URL", server.toString());
      more.put("MALLWATCH_JOURNEY", "1");
      more.put("MALLWATCH_PICTURES", pictures.toString());
      walk.environment().putAll(more);
      int exit = walk.start().waitFor();
      assertThat(exit)
          .as("the walk through the console:%n%s", Files.readString(pictures.resolve("walk.log")))
          .isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static void fault(String name, boolean on) {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(mall.resolve("/demo/faults/" + name))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"on\":" + on + "}"))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static JsonNode query(String promql) {
    return get("/prometheus/api/v1/query?query="
            + URLEncoder.encode(promql, StandardCharsets.UTF_8))
        .at("/data/result");
  }

  private static JsonNode get(String path) {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(server.resolve(path)).build());
    assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
