package io.mallwatch.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.server.Server;
import io.mallwatch.server.config.ConfigLoader;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.HttpStub;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From an event to the post-mortem: somebody is called over a channel, acknowledges from the link,
/// also after a restart, and the evidence proves itself.
class OnCallWalkTest {

  private static final Pattern LINK = Pattern.compile("http://mall\\.example(/ack/[\\w.-]+)");

  @TempDir Path dir;

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpStub phone = HttpStub.answering(_ -> HttpStub.Answer.of(200, ""));
  private Server server;

  @BeforeEach
  void start() {
    Map<String, String> flags =
        Map.of(
            "server.port", "0",
            "server.data", dir.toString(),
            "server.external_url", "http://mall.example",
            "oncall.pagerduty_keys", "key-of-the-shop");
    server =
        Server.start(
            () -> ConfigLoader.load(null, Map.of(), flags),
            Server.Options.PLAIN,
            InstantSource.system(),
            new Random(1));
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
    phone.close();
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String get(String path) {
    HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(URI.create(server.url() + path)));
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private int post(String path, String body) {
    return send(HttpRequest.newBuilder(URI.create(server.url() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body)))
        .statusCode();
  }

  private String called() {
    StringBuilder all = new StringBuilder();
    phone.requests().forEach(request -> all.append(request.text()));
    return all.toString();
  }

  @Test
  void anEventCallsSomebodyWhoAcknowledgesFromTheLinkAndTheEvidenceProvesItself() throws Exception {
    String plan =
        """
        {"version":0,"by":"admin","plan":{
          "people":[{"id":"wang","name":"王芳","contacts":[{"kind":"webhook","address":"%s"}]}],
          "schedules":[{"id":"primary","layers":[{"people":["wang"],"start":"2020-01-06"}]}],
          "policies":[{"id":"std","steps":[{"targets":["schedule:primary"]}]}]}}
        """
            .formatted(phone.url());
    assertThat(post("/api/oncall/plan", plan)).isEqualTo(200);
    assertThat(
            post(
                "/pagerduty/v2/enqueue",
                """
                {"routing_key":"key-of-the-shop","event_action":"trigger","dedup_key":"pay",
                 "payload":{"summary":"支付成功率 81%","source":"pos","severity":"critical"}}
                """))
        .isEqualTo(202);
    Await.until("a call", () -> LINK.matcher(called()).find());
    Matcher link = LINK.matcher(called());
    assertThat(link.find()).isTrue();
    String path = link.group(1);
    assertThat(called()).contains("[P1] INC-000001 支付成功率 81%");

    assertThat(get(path)).contains("确认接手", "支付成功率 81%");
    assertThat(get("/api/incidents/INC-000001")).contains("\"state\":\"triggered\"");
    server.close();
    start(); // the link and the incident outlive a restart
    assertThat(post(path, "")).isEqualTo(303);
    assertThat(get("/api/incidents/INC-000001"))
        .contains("\"acknowledgedBy\":\"王芳\"", "\"kind\":\"escalated\"", "\"state\":\"sent\"");
    assertThat(get("/api/notifications?incident=INC-000001")).contains("oncall/wang");

    assertThat(post("/api/incidents/INC-000001/resolve", "{\"by\":\"王芳\",\"note\":\"切换通道\"}"))
        .isEqualTo(200);
    assertThat(get("/api/incidents/INC-000001/postmortem")).contains("王芳", "切换通道", "根因");
    Map<String, byte[]> files =
        unpacked(
            send(HttpRequest.newBuilder(
                    URI.create(server.url() + "/api/incidents/INC-000001/bundle")))
                .body());
    String sums = text(files, "SHA256SUMS");
    files.forEach((name, content) -> {
      if (!name.equals("SHA256SUMS")) {
        assertThat(sums).contains(sha256(content) + "  " + name);
      }
    });
    assertThat(text(files, "index.html")).contains("支付成功率 81%", "王芳 已确认");
  }

  private static Map<String, byte[]> unpacked(byte[] zip) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
