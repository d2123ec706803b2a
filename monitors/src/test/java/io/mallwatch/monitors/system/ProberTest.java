package io.mallwatch.monitors.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.testkit.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProberTest {

  private final FakeClock clock = FakeClock.mondayMorning();

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Test
  void anHttpTargetIsGoodWithAStatusOfTwoHundredAndBadWithFiveHundred() throws IOException {
    HttpServer server = HttpServer.create(anyPort(), 0);
    server.createContext("/good", exchange -> exchange.sendResponseHeaders(204, -1));
    server.createContext("/bad", exchange -> exchange.sendResponseHeaders(503, -1));
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      Map<String, Double> read = probe(base + "/good", base + "/bad");

      assertThat(read)
          .containsEntry("probe_success " + base + "/good", 1.0)
          .containsEntry("probe_http_status_code " + base + "/good", 204.0)
          .containsEntry("probe_success " + base + "/bad", 0.0)
          .containsEntry("probe_http_status_code " + base + "/bad", 503.0)
          .containsEntry("probe_http_ssl " + base + "/bad", 0.0);
      assertThat(read.get("probe_duration_seconds " + base + "/good")).isPositive();
      assertThat(read.get("probe_dns_lookup_time_seconds " + base + "/good")).isNotNegative();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aPortThatListensIsGoodAndOneThatDoesNotIsBad() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
      String open = "tcp://127.0.0.1:" + closed;
      assertThat(probe(open)).containsEntry("probe_success " + open, 1.0);
    }
    String gone = "tcp://127.0.0.1:" + closed;
    assertThat(probe(gone)).containsEntry("probe_success " + gone, 0.0);
  }

  @Test
  void aNameIsResolvedAndOneThatCannotBeIsBad() {
    assertThat(probe("dns://localhost", "dns://no-such-host.invalid"))
        .containsEntry("probe_success dns://localhost", 1.0)
        .containsEntry("probe_success dns://no-such-host.invalid", 0.0);
  }

  @Test
  void aCertificateThatIsNotTrustedIsBadAndStillTellsWhenItExpires(@TempDir Path folder)
      throws Exception {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder)));
    server.start();
    try {
      String tls = "tls://localhost:" + server.getAddress().getPort();
      String https = "https://localhost:" + server.getAddress().getPort() + "/";
      Map<String, Double> read = probe(tls, https);

      assertThat(read).containsEntry("probe_success " + tls, 0.0);
      assertThat(read).containsEntry("probe_success " + https, 0.0);
      double now = System.currentTimeMillis() / 1000.0;
      assertThat(read.get("probe_ssl_earliest_cert_expiry " + tls))
          .isBetween(now + 2 * 86_400, now + 4 * 86_400);
      assertThat(read).containsKey("probe_ssl_earliest_cert_expiry " + https);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anAddressThatCannotBeAskedIsRefusedWithWhatIsMissing() {
    assertThatThrownBy(() -> ProbeTarget.parse("tcp://db")).hasMessageContaining("no port");
    assertThatThrownBy(() -> ProbeTarget.parse("mall")).hasMessageContaining("names no host");
    assertThatThrownBy(() -> ProbeTarget.parse("ftp://mall/")).hasMessageContaining("none of http");
    assertThat(ProbeTarget.parse("tls://mall.example").port()).isEqualTo(443);
    assertThat(ProbeTarget.parse("tcp://[::1]:3306").host()).isEqualTo("::1");
  }

  private Map<String, Double> probe(String... targets) {
    try (Prober prober =
        new Prober(
            Arrays.stream(targets).map(ProbeTarget::parse).toList(),
            Duration.ofSeconds(20),
            clock,
            System::nanoTime)) {
      List<SeriesSamples> series = prober.round().series();
      return series.stream()
          .collect(
              Collectors.toMap(
                  one -> one.labels().metricName() + " " + one.labels().get("instance"),
                  one -> one.values()[0]));
    }
  }

  private static SSLContext selfSigned(Path folder) throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "mall",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "3",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
