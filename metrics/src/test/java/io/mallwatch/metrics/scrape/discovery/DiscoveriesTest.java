package io.mallwatch.metrics.scrape.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.scrape.discovery.dns.DnsConfig;
import io.mallwatch.metrics.scrape.discovery.dns.DnsResolver;
import io.mallwatch.metrics.scrape.http.HttpClients;
import io.mallwatch.metrics.scrape.http.HttpConfig;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.HttpStub;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveriesTest {

  private static final Duration OFTEN = Duration.ofMillis(30);

  private final HttpClients clients = new HttpClients(InstantSource.system(), Map.of());
  private final AtomicInteger news = new AtomicInteger();
  private volatile DnsConfig dns = new DnsConfig(List.of(), List.of(), 1, OFTEN, 1);
  private final Discoveries discoveries =
      new Discoveries(
          new DiscoveryAccess(
              clients,
              new DnsResolver(() -> dns, () -> new Random(1)),
              "Mallwatch/test",
              InstantSource.system()),
          OFTEN,
          (config, changed) -> new FixedDiscoverer(List.of()),
          news::incrementAndGet);

  @AfterEach
  void close() {
    discoveries.close();
    clients.close();
  }

  private DiscoveryStatus status(DiscoveryConfig config) {
    return discoveries.statuses(List.of(config)).getFirst();
  }

  private List<Labels> targets(DiscoveryConfig config) {
    return discoveries.groups(config).stream().flatMap(g -> g.targets().stream()).toList();
  }

  private static HttpStub.Answer json(String text) {
    return new HttpStub.Answer(
        200, Map.of("Content-Type", "application/json"), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void filesAreFollowedAndABadOneKeepsWhatItHeld(@TempDir Path dir) throws IOException {
    DiscoveryConfig config =
        new DiscoveryConfig.InFiles(List.of(dir + "/*.json", dir + "/*.yml"), OFTEN);
    Files.writeString(
        dir.resolve("a.json"), "[{\"targets\": [\"a:1\", \"a:2\"], \"labels\": {\"n\": \"1\"}}]");
    Files.writeString(dir.resolve("b.yml"), "- targets: ['b:1']\n- targets: [b:2]\n  labels:\n");
    discoveries.use(Set.of(config));
    Await.until("found", () -> targets(config).size() == 4);

    TargetGroup first = discoveries.groups(config).getFirst();
    assertThat(first.labels())
        .isEqualTo(Labels.of("n", "1", "__meta_filepath", dir.resolve("a.json").toString()));
    assertThat(first.targets().getFirst()).isEqualTo(Labels.of("__address__", "a:1"));
    for (String bad :
        List.of(
            "",
            "{}",
            "[{\"tragets\": []}]",
            "[{\"targets\": [{}]}]",
            "[{\"targets\": [], \"labels\": []}]")) {
      long failures = status(config).failures();
      Files.writeString(dir.resolve("a.json"), bad);
      Await.until(bad, () -> status(config).failures() > failures + 1);
      assertThat(status(config).lastError()).contains("a.json");
      assertThat(targets(config)).hasSize(4);
    }
    Files.delete(dir.resolve("a.json"));
    Await.until("gone", () -> targets(config).size() == 2 && status(config).lastError().isEmpty());
    assertThat(news.get()).isPositive();
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    DiscoveryConfig config =
        new DiscoveryConfig.InFiles(List.of("/nonexistent/folder/*.json"), OFTEN);
    discoveries.use(Set.of(config));
    Await.until("said", () -> status(config).lastError().contains("/nonexistent/folder"));
  }

  @Test
  void aServerOfTargetsIsAskedAgainAndItsLastGoodAnswerStays() {
    String[] answer = {"[{\"targets\": [\"a:1\"], \"labels\": {\"zone\": \"z\"}}]"};
    try (HttpStub server = HttpStub.answering(request -> json(answer[0]))) {
      DiscoveryConfig config =
          new DiscoveryConfig.Http(
              URI.create(server.url() + "/targets"), HttpConfig.defaults(), Duration.ofSeconds(1));
      discoveries.use(Set.of(config));
      Await.until("found", () -> targets(config).size() == 1);

      assertThat(discoveries.groups(config).getFirst().labels())
          .isEqualTo(Labels.of("zone", "z", "__meta_url", server.url() + "/targets"));
      assertThat(
              server.requests().getFirst().headers().get("X-prometheus-refresh-interval-seconds"))
          .containsExactly("1");
      answer[0] = "[";
      Await.until("failed", () -> status(config).failures() > 0);
      assertThat(targets(config)).hasSize(1);
      answer[0] = "[]";
      Await.until("empty", () -> targets(config).isEmpty());
    }
  }

  @Test
  void answersThatAreNoJsonOrNo200AreFailures() {
    try (HttpStub text = HttpStub.answering(request -> HttpStub.Answer.of(200, "[]"));
        HttpStub gone = HttpStub.answering(request -> HttpStub.Answer.of(404, "[]"))) {
      for (HttpStub server : List.of(text, gone)) {
        DiscoveryConfig config =
            new DiscoveryConfig.Http(server.url(), HttpConfig.defaults(), Duration.ofSeconds(1));
        discoveries.use(Set.of(config));
        Await.until("failed", () -> status(config).failures() > 0);
        assertThat(status(config).lastError())
            .containsAnyOf("unsupported content type", "HTTP status 404");
      }
    }
  }

  @Test
  void eurekaInstancesBecomeTargetsWithTheirLabels() {
    String apps =
        """
        <applications><versions__delta>1</versions__delta><apps__hashcode>UP_2_</apps__hashcode>
        <application><name>ORDER-SERVICE</name>
        <instance><instanceId>order:1</instanceId><hostName>order.mall</hostName>
        <app>ORDER-SERVICE</app><ipAddr>10.0.0.1</ipAddr><status>UP</status>
        <overriddenstatus>UNKNOWN</overriddenstatus>
        <port enabled="true">8080</port><securePort enabled="false">443</securePort>
        <countryId>1</countryId>
        <dataCenterInfo class="x"><name>MyOwn</name><metadata><zone>z-1</zone></metadata></dataCenterInfo>
        <leaseInfo><renewalIntervalInSecs>30</renewalIntervalInSecs></leaseInfo>
        <metadata><management.port>9090</management.port></metadata>
        <homePageUrl>http://order.mall:8080/</homePageUrl><vipAddress>order</vipAddress>
        </instance>
        <instance><hostName>other.mall</hostName><metadata class="empty"/></instance>
        </application></applications>
        """;
    try (HttpStub eureka = HttpStub.answering(request -> HttpStub.Answer.of(200, apps))) {
      DiscoveryConfig config =
          new DiscoveryConfig.Eureka(
              URI.create(eureka.url() + "/eureka"), HttpConfig.defaults(), Duration.ofSeconds(30));
      discoveries.use(Set.of(config));
      Await.until("found", () -> targets(config).size() == 2);

      assertThat(eureka.requests().getFirst().uri()).hasPath("/eureka/apps");
      String p = "__meta_eureka_app_instance_";
      assertThat(targets(config).getFirst().toMap())
          .containsExactlyInAnyOrderEntriesOf(
              Map.ofEntries(
                  Map.entry("__address__", "order.mall:8080"),
                  Map.entry("instance", "order:1"),
                  Map.entry("__meta_eureka_app_name", "ORDER-SERVICE"),
                  Map.entry(p + "id", "order:1"),
                  Map.entry(p + "hostname", "order.mall"),
                  Map.entry(p + "ip_addr", "10.0.0.1"),
                  Map.entry(p + "status", "UP"),
                  Map.entry(p + "port", "8080"),
                  Map.entry(p + "port_enabled", "true"),
                  Map.entry(p + "secure_port", "443"),
                  Map.entry(p + "secure_port_enabled", "false"),
                  Map.entry(p + "country_id", "1"),
                  Map.entry(p + "datacenterinfo_name", "MyOwn"),
                  Map.entry(p + "datacenterinfo_metadata_zone", "z-1"),
                  Map.entry(p + "metadata_management_port", "9090"),
                  Map.entry(p + "homepage_url", "http://order.mall:8080/"),
                  Map.entry(p + "vip_address", "order")));
      assertThat(targets(config).get(1).get("__address__")).isEqualTo("other.mall:80");
    }
  }

  @Test
  void equalConfigurationsShareADiscoveryAndThoseThatStayGoOn() {
    AtomicInteger asked = new AtomicInteger();
    try (HttpStub server =
        HttpStub.answering(request -> {
          asked.incrementAndGet();
          return json("[{\"targets\": [\"a:1\"]}]");
        })) {
      DiscoveryConfig http =
          new DiscoveryConfig.Http(server.url(), HttpConfig.defaults(), Duration.ofHours(1));
      discoveries.use(Set.of(http));
      Await.until("found", () -> targets(http).size() == 1);
      DiscoveryConfig fixed =
          new DiscoveryConfig.Static(
              List.of(TargetGroup.ofAddresses(List.of("b:1"), Labels.EMPTY, "0")));
      discoveries.use(
          Set.of(
              fixed,
              new DiscoveryConfig.Http(server.url(), HttpConfig.defaults(), Duration.ofHours(1))));

      assertThat(targets(http)).hasSize(1);
      assertThat(targets(fixed)).containsExactly(Labels.of("__address__", "b:1"));
      assertThat(asked).hasValue(1);
      discoveries.use(Set.of(fixed));
      assertThat(targets(http)).isEmpty();
    }
  }

  @Test
  void recordsOfTheDnsBecomeTargets() throws IOException {
    try (DnsStub server = new DnsStub()) {
      server.answer("_web._tcp.mall.test.", 33, DnsStub.srv(8080, "a.mall.test."));
      server.answer("mall.test.", 1, DnsStub.address(10, 0, 0, 1));
      server.answer("mall.test.", 15, DnsStub.named(new byte[] {0, 10}, "mx.mall.test."));
      server.answer("mall.test.", 2, DnsStub.named(new byte[0], "ns.mall.test."));
      byte[] v6 = new byte[16];
      v6[0] = 0x20;
      v6[1] = 1;
      v6[15] = 5;
      server.answer("mall.test.", 28, v6);
      dns = server.config(List.of("mall.test"));
      var types = DiscoveryConfig.Dns.RecordType.class.getEnumConstants();
      for (var type : types) {
        boolean srv = type == DiscoveryConfig.Dns.RecordType.SRV;
        DiscoveryConfig config =
            new DiscoveryConfig.Dns(
                List.of(srv ? "_web._tcp" : "mall.test"),
                type,
                srv ? 0 : 9100,
                Duration.ofHours(1));
        discoveries.use(Set.of(config));
        Await.until(type.name(), () -> targets(config).size() == 1);
        String m = "__meta_dns_";
        Labels name = Labels.of(m + "name", srv ? "_web._tcp" : "mall.test");
        Labels expected =
            switch (type) {
              case A -> name.with("__address__", "10.0.0.1:9100");
              case AAAA -> name.with("__address__", "[2001::5]:9100");
              case MX ->
                  name.with("__address__", "mx.mall.test:9100")
                      .with(m + "mx_record_target", "mx.mall.test.");
              case NS ->
                  name.with("__address__", "ns.mall.test:9100")
                      .with(m + "ns_record_target", "ns.mall.test.");
              case SRV ->
                  name.with("__address__", "a.mall.test:8080")
                      .with(m + "srv_record_target", "a.mall.test.")
                      .with(m + "srv_record_port", "8080");
            };
        assertThat(targets(config)).containsExactly(expected);
      }
    }
  }

  @Test
  void aNameThatNoServerAnswersForKeepsItsTargets() throws IOException {
    DiscoveryConfig config =
        new DiscoveryConfig.Dns(
            List.of("mall.test"), DiscoveryConfig.Dns.RecordType.A, 9100, OFTEN);
    try (DnsStub server = new DnsStub()) {
      server.answer("mall.test.", 1, DnsStub.address(10, 0, 0, 1));
      dns = server.config(List.of());
      discoveries.use(Set.of(config));
      Await.until("found", () -> targets(config).size() == 1);
      server.fail(true);
      Await.until("failed", () -> status(config).failures() > 0);
      assertThat(targets(config)).hasSize(1);
      server.fail(false);
      server.forget();
      Await.until("no such name", () -> targets(config).isEmpty());
    }
  }

  @Test
  void answersThatDoNotFitComeByTcp() throws IOException {
    try (DnsStub server = new DnsStub()) {
      for (int i = 0; i < 400; i++) {
        server.answer("big.test.", 1, DnsStub.address(10, 0, i / 200, i % 200));
      }
      dns = server.config(List.of());
      DiscoveryConfig config =
          new DiscoveryConfig.Dns(
              List.of("big.test"), DiscoveryConfig.Dns.RecordType.A, 1, Duration.ofHours(1));
      discoveries.use(Set.of(config));
      Await.until("all", () -> targets(config).size() == 400);
      assertThat(server.byTcp()).isPositive();
    }
  }

  @Test
  void theFileOfServersIsRead(@TempDir Path dir) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("resolv.conf"),
            """
            # x
            nameserver 10.0.0.53
            nameserver ::1
            search mall.test inner.
            options ndots:2 timeout:1 attempts:3 rotate
            """);

    DnsConfig config = DnsConfig.read(file);

    assertThat(config.servers()).hasSize(2);
    assertThat(config.search()).containsExactly("mall.test", "inner.");
    assertThat(config.dots()).isEqualTo(2);
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.attempts()).isEqualTo(3);
  }
}
