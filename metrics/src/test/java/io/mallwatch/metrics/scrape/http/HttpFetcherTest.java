package io.mallwatch.metrics.scrape.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.testkit.HttpStub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpFetcherTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final HttpClients clients = new HttpClients(InstantSource.system(), Map.of());
  private final BodyBuffer body = new BodyBuffer();

  @AfterEach
  void close() {
    clients.close();
  }

  private HttpAnswer get(HttpConfig config, URI url, long limit) throws InterruptedException {
    return clients.fetcher(config).fetch(HttpCall.get(url, Map.of(), limit, LONG), body);
  }

  private static HttpStub stub(String text) {
    return HttpStub.answering(request -> HttpStub.Answer.of(200, text));
  }

  @Test
  void anAnswerIsReadWholeAndTheConnectionIsKept() throws InterruptedException, IOException {
    try (RawServer server =
        new RawServer(connection -> {
          for (int i = 0; i < 3; i++) {
            connection.request();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + i + "x");
          }
        })) {
      HttpFetcher fetcher = clients.fetcher(HttpConfig.defaults());
      for (int i = 0; i < 3; i++) {
        HttpAnswer answer = fetcher.fetch(HttpCall.get(server.url(), Map.of(), 0, LONG), body);
        assertThat(answer.statusLine()).isEqualTo("200 OK");
        assertThat(body.text()).isEqualTo(i + "x");
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void chunksAndBodiesWithoutALengthAreRead() throws InterruptedException, IOException {
    try (RawServer server =
        new RawServer(connection -> {
          connection.request();
          connection.send(
              "HTTP/1.1 100 Continue\r\n\r\n"
                  .concat("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                  .concat("3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n"));
          connection.request();
          connection.send("HTTP/1.1 200\r\n\r\nto the end");
        })) {
      HttpFetcher fetcher = clients.fetcher(HttpConfig.defaults());
      HttpCall call = HttpCall.get(server.url(), Map.of(), 0, LONG);
      fetcher.fetch(call, body);
      assertThat(body.text()).isEqualTo("abcde");
      fetcher.fetch(call, body);
      assertThat(body.text()).isEqualTo("to the end");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aKeptConnectionThatTheServerClosedIsReplaced() throws InterruptedException, IOException {
    try (RawServer server =
        new RawServer(connection -> {
          connection.request();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        })) {
      HttpFetcher fetcher = clients.fetcher(HttpConfig.defaults());
      for (int i = 0; i < 3; i++) {
        fetcher.fetch(HttpCall.get(server.url(), Map.of(), 0, LONG), body);
        assertThat(body.text()).isEqualTo("ok");
      }
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void whatIsNoHttpOrEndsEarlyIsAnError() throws IOException {
    for (String answer :
        List.of(
            "SSH-2.0-OpenSSH\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: " + "y".repeat(70_000) + "\r\n\r\n",
            "")) {
      try (RawServer server =
          new RawServer(connection -> {
            connection.request();
            connection.send(answer);
          })) {
        assertThatThrownBy(() -> get(HttpConfig.defaults(), server.url(), 0))
            .isInstanceOf(HttpFailedException.class);
      }
    }
  }

  @Test
  void aServerThatDoesNotAnswerOrDripsIsCutOff() throws IOException {
    try (RawServer server =
        new RawServer(connection -> {
          connection.request();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
          connection.dripUntilClosed();
        })) {
      HttpCall call = HttpCall.get(server.url(), Map.of(), 0, Duration.ofMillis(300));
      assertThatThrownBy(() -> clients.fetcher(HttpConfig.defaults()).fetch(call, body))
          .isInstanceOf(HttpFailedException.class)
          .hasMessageContaining("deadline exceeded");
    }
  }

  @Test
  void anInterruptEndsTheRequest() throws Exception {
    try (RawServer server =
        new RawServer(connection -> {
          connection.request();
          connection.dripUntilClosed();
        })) {
      AtomicInteger interrupted = new AtomicInteger();
      Thread thread =
          Thread.startVirtualThread(() -> {
            try {
              get(HttpConfig.defaults(), server.url(), 0);
            } catch (InterruptedException e) {
              interrupted.incrementAndGet();
            }
          });
      server.awaitRequest();
      thread.interrupt();
      thread.join();
      assertThat(interrupted).hasValue(1);
    }
  }

  @Test
  void bodiesPastTheLimitAreRefusedBeforeAndAfterGunzip() throws Exception {
    String text = "a".repeat(100_000);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    try (HttpStub plain = stub(text);
        HttpStub gzip =
            HttpStub.answering(request ->
                new HttpStub.Answer(
                    200, Map.of("Content-Encoding", "gzip"), zipped.toByteArray()))) {
      get(HttpConfig.defaults(), plain.url(), 100_000);
      assertThat(body.length()).isEqualTo(100_000);
      get(HttpConfig.defaults(), gzip.url(), 100_000);
      assertThat(body.text()).isEqualTo(text);
      for (HttpStub stub : List.of(plain, gzip)) {
        assertThatThrownBy(() -> get(HttpConfig.defaults(), stub.url(), 99_999))
            .isInstanceOf(BodyTooLargeException.class);
      }
    }
  }

  @Test
  void redirectsAreFollowedButNotForEver() throws InterruptedException {
    HttpConfig stay =
        new HttpConfig(
            new Credentials.None(), TlsConfig.defaults(), ProxyConfig.none(), Map.of(), false);
    try (HttpStub loop =
            HttpStub.answering(
                r -> new HttpStub.Answer(302, Map.of("Location", "/again"), new byte[0]));
        HttpStub strange =
            HttpStub.answering(
                r -> new HttpStub.Answer(302, Map.of("Location", "file:///etc"), new byte[0]))) {
      assertThatThrownBy(() -> get(HttpConfig.defaults(), loop.url(), 0))
          .hasMessageContaining("10 redirects");
      assertThatThrownBy(() -> get(HttpConfig.defaults(), strange.url(), 0))
          .hasMessageContaining("unsupported protocol");
      assertThat(get(stay, loop.url(), 0).status()).isEqualTo(302);
    }
  }

  @Test
  void secretsInFilesAreReadAgain(@TempDir Path dir) throws Exception {
    Path password = Files.writeString(dir.resolve("password"), "one\n");
    HttpConfig config =
        HttpConfig.defaults()
            .withCredentials(
                new Credentials.Basic(new Secret.Text("mall"), new Secret.InFile(password)));
    try (HttpStub stub = stub("x")) {
      get(config, stub.url(), 0);
      Files.writeString(password, "two");
      get(config, stub.url(), 0);

      assertThat(stub.requests())
          .extracting(
              request -> request.headers().getOrDefault("Authorization", List.of()).getFirst())
          .containsExactly(
              "Basic " + HttpFetcher.basic("mall", "one"),
              "Basic " + HttpFetcher.basic("mall", "two"));
      Files.delete(password);
      assertThatThrownBy(() -> get(config, stub.url(), 0)).hasMessageContaining("cannot read");
    }
  }

  @Test
  void oauthTokensAreFetchedOnceAndAgainWhenTheyEnd() throws InterruptedException {
    AtomicInteger given = new AtomicInteger();
    try (HttpStub tokens =
            HttpStub.answering(request ->
                HttpStub.Answer.of(
                    200,
                    "{\"access_token\":\"t%d\",\"token_type\":\"bearer\",\"expires_in\":%d}"
                        .formatted(given.incrementAndGet(), given.get() == 1 ? 5 : 3600)));
        HttpStub mall = stub("x")) {
      HttpConfig config =
          HttpConfig.defaults()
              .withCredentials(
                  new Credentials.OAuth2(
                      "id",
                      new Secret.Text("s/1"),
                      List.of("a", "b"),
                      tokens.url() + "/token",
                      Map.of("audience", "mall"),
                      HttpConfig.defaults()));
      HttpFetcher fetcher = clients.fetcher(config);
      for (int i = 0; i < 3; i++) {
        fetcher.fetch(HttpCall.get(mall.url(), Map.of(), 0, LONG), body);
      }

      assertThat(mall.requests())
          .extracting(
              request -> request.headers().getOrDefault("Authorization", List.of()).getFirst())
          .containsExactly("Bearer t1", "Bearer t2", "Bearer t2");
      HttpStub.Request asked = tokens.requests().getFirst();
      assertThat(new String(asked.body(), StandardCharsets.UTF_8))
          .isEqualTo("audience=mall&grant_type=client_credentials&scope=a+b");
      assertThat(asked.headers().get("Authorization"))
          .containsExactly("Basic " + HttpFetcher.basic("id", "s%2F1"));
    }
  }

  @Test
  void aTokenThatCannotBeHadFailsTheRequest() {
    try (HttpStub tokens = HttpStub.answering(request -> HttpStub.Answer.of(403, "no"))) {
      HttpConfig config =
          HttpConfig.defaults()
              .withCredentials(
                  new Credentials.OAuth2(
                      "id",
                      Secret.none(),
                      List.of(),
                      tokens.url().toString(),
                      Map.of(),
                      HttpConfig.defaults()));
      assertThatThrownBy(() -> get(config, tokens.url(), 0)).hasMessageContaining("oauth2");
    }
  }

  @Test
  void plainRequestsGoThroughTheProxyAsWholeUrls() throws Exception {
    try (RawServer proxy =
        new RawServer(connection -> {
          connection.request();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })) {
      ProxyConfig through =
          new ProxyConfig(
              "http://u:p@127.0.0.1:" + proxy.url().getPort(), "direct.example", false, Map.of());
      HttpConfig config =
          new HttpConfig(new Credentials.None(), TlsConfig.defaults(), through, Map.of(), true);
      get(config, URI.create("http://my_mall.example:8080/metrics?a=b"), 0);

      assertThat(proxy.lastRequest())
          .startsWith("GET http://my_mall.example:8080/metrics?a=b HTTP/1.1\r\n")
          .contains("Host: my_mall.example:8080\r\n")
          .contains("Proxy-Authorization: Basic " + HttpFetcher.basic("u", "p"));
    }
  }

  @Test
  void tlsGoesThroughTheProxyInATunnel() throws Exception {
    try (RawServer proxy =
        new RawServer(connection -> {
          connection.request();
          connection.send("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        })) {
      ProxyConfig through =
          new ProxyConfig(
              proxy.url().toString(),
              "",
              false,
              Map.of("X-Proxy", List.of(new Secret.Text("secret"))));
      HttpConfig config =
          new HttpConfig(new Credentials.None(), TlsConfig.defaults(), through, Map.of(), true);
      assertThatThrownBy(() -> get(config, URI.create("https://mall.example/metrics"), 0))
          .hasMessageContaining("407");
      assertThat(proxy.lastRequest())
          .startsWith("CONNECT mall.example:443 HTTP/1.1\r\nHost: mall.example:443\r\n")
          .contains("X-Proxy: secret\r\n");
    }
  }

  @Test
  void rulesSayWhoIsReachedDirectly() {
    ProxyRoutes routes =
        new ProxyRoutes(
            new ProxyConfig(
                "http://p:1",
                "mall.example, .inner, *.star, 10.0.0.0/8, 192.168.1.1:9100, [::2]",
                false,
                Map.of()),
            Map.of());
    Map<String, Boolean> direct =
        Map.ofEntries(
            Map.entry("http://mall.example", true),
            Map.entry("http://a.mall.example", true),
            Map.entry("http://smallmall.example", false),
            Map.entry("http://inner", false),
            Map.entry("http://a.inner", true),
            Map.entry("http://a.star", true),
            Map.entry("http://10.1.2.3:80", true),
            Map.entry("http://11.1.2.3", false),
            Map.entry("http://192.168.1.1:9100", true),
            Map.entry("http://192.168.1.1:9101", false),
            Map.entry("http://localhost:1", true));
    direct.forEach((url, expected) ->
        assertThat(routes.proxy(Origin.of(URI.create(url))).isEmpty()).as(url).isEqualTo(expected));
    ProxyRoutes environment =
        new ProxyRoutes(
            new ProxyConfig("", "", true, Map.of()),
            Map.of("HTTP_PROXY", "proxy:3128", "no_proxy", "x"));
    assertThat(environment.proxy(Origin.of(URI.create("http://y"))))
        .contains(URI.create("http://proxy:3128"));
    assertThat(environment.proxy(Origin.of(URI.create("https://y")))).isEmpty();
    assertThat(environment.proxy(Origin.of(URI.create("http://x")))).isEmpty();
  }
}
