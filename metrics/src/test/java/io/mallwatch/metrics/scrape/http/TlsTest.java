package io.mallwatch.metrics.scrape.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path dir;
  private final HttpClients clients = new HttpClients(InstantSource.system(), Map.of());
  private KeyStore server;
  private @Nullable HttpsServer running;

  /// A key and a certificate that signs itself, made by the JDK's own tool.
  private KeyStore keys(String name, String algorithm) throws Exception {
    Path file = dir.resolve(name + ".p12");
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:mall.internal",
                "-ext",
                "bc=ca:true",
                "-validity",
                "36500",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    assertThat(new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .doesNotContain("rror");
    assertThat(tool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind);
  }

  private static Secret certificate(KeyStore store, String name) throws Exception {
    return new Secret.Text(pem("CERTIFICATE", store.getCertificate(name).getEncoded()));
  }

  private static PrivateKey key(KeyStore store, String name) throws Exception {
    return (PrivateKey) store.getKey(name, PASSWORD);
  }

  @BeforeEach
  void start() throws Exception {
    server = keys("server", "EC");
  }

  private URI serve(KeyStore trusted) throws Exception {
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(server, PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    running = https;
    https.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters needed = context.getDefaultSSLParameters();
            needed.setNeedClientAuth(!trusted.equals(server));
            parameters.setSSLParameters(needed);
          }
        });
    https.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    https.start();
    return URI.create("https://127.0.0.1:" + https.getAddress().getPort() + "/metrics");
  }

  @AfterEach
  void closeClients() {
    clients.close();
    close();
  }

  private void close() {
    if (running != null) {
      running.stop(0);
    }
  }

  private String get(TlsConfig tls, URI url) throws InterruptedException {
    BodyBuffer body = new BodyBuffer();
    HttpCall call = HttpCall.get(url, Map.of(), 0, Duration.ofSeconds(30));
    clients.fetcher(HttpConfig.defaults().withTls(tls)).fetch(call, body);
    return body.text();
  }

  private static TlsConfig config(Secret ca, String name) {
    return new TlsConfig(ca, null, null, name, false, TlsConfig.defaults().versions());
  }

  @Test
  void aServerIsTrustedByItsAuthorityAndTheNameThatWasGiven() throws Exception {
    URI url = serve(server);
    Secret ca = certificate(server, "server");

    assertThat(get(config(ca, "mall.internal"), url)).isEqualTo("ok");
    assertThatThrownBy(() -> get(config(ca, ""), url)).isInstanceOf(HttpFailedException.class);
    assertThatThrownBy(() -> get(config(ca, "other.internal"), url))
        .hasMessageContaining("other.internal");
    assertThatThrownBy(() -> get(TlsConfig.defaults(), url))
        .isInstanceOf(HttpFailedException.class);
  }

  @Test
  void anyCertificateWillDoWhenNothingIsVerified() throws Exception {
    URI url = serve(server);

    assertThat(get(new TlsConfig(null, null, null, "", true, TlsConfig.defaults().versions()), url))
        .isEqualTo("ok");
  }

  @Test
  void theClientShowsItsCertificateInEveryFormOfKey() throws Exception {
    for (String algorithm : List.of("EC", "RSA")) {
      KeyStore client = keys("client" + algorithm, algorithm);
      String name = "client" + algorithm;
      URI url = serve(client);
      byte[] pkcs8 = key(client, name.toLowerCase(java.util.Locale.ROOT)).getEncoded();
      String old = algorithm + " PRIVATE KEY";
      List<String> keys =
          algorithm.equals("RSA")
              ? List.of(
                  pem("PRIVATE KEY", pkcs8), pem(old, Arrays.copyOfRange(pkcs8, 26, pkcs8.length)))
              : List.of(pem("PRIVATE KEY", pkcs8));
      for (String key : keys) {
        TlsConfig tls =
            new TlsConfig(
                certificate(server, "server"),
                certificate(client, name),
                new Secret.Text(key),
                "mall.internal",
                false,
                List.of("TLSv1.2"));
        assertThat(get(tls, url)).isEqualTo("ok");
      }
      assertThatThrownBy(() -> get(config(certificate(server, "server"), "mall.internal"), url))
          .isInstanceOf(HttpFailedException.class);
      close();
    }
  }

  @Test
  void anEcKeyOfOpensslIsRead() throws Exception {
    // From `openssl ecparam -name prime256v1 -genkey`; it opens nothing.
    String pem =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + "%s";
    assertThat(Pem.privateKey(pem.formatted(EC_KEY)).getAlgorithm()).isEqualTo("EC");
    assertThatThrownBy(() -> Pem.privateKey(pem.formatted("")))
        .hasMessageContaining("no unencrypted private key");
  }

  private static final String EC_KEY =
      """
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIKuG3jhVU4vz/piXxC9K7zZ/Sab6W812r0ZM3BBTlajhoAoGCCqGSM49
      AwEHoUQDQgAEb10ORQXwylS0Np1RHu5DSVk1t9oXw2jSSSiaJF69m8bDklgmszW2
      yVjETKc+Ao/EC4tX7QvC8z9/CSEYv5/c7Q==
      -----END EC PRIVATE KEY-----
      """;

  @Test
  void aChangedAuthorityIsReadAgain() throws Exception {
    URI url = serve(server);
    KeyStore stranger = keys("stranger", "EC");
    Path file = dir.resolve("ca.pem");
    write(file, certificate(stranger, "stranger"));
    HttpFetcher fetcher =
        clients.fetcher(
            HttpConfig.defaults().withTls(config(new Secret.InFile(file), "mall.internal")));
    HttpCall call = HttpCall.get(url, Map.of(), 0, Duration.ofSeconds(30));
    BodyBuffer body = new BodyBuffer();
    assertThatThrownBy(() -> fetcher.fetch(call, body)).isInstanceOf(HttpFailedException.class);

    Files.writeString(file, "# now the right one\n" + certificate(server, "server").value());

    fetcher.fetch(call, body);
    assertThat(body.text()).isEqualTo("ok");
    Files.writeString(file, "nothing");
    assertThatThrownBy(() -> get(config(new Secret.InFile(file), ""), url))
        .hasMessageContaining("no certificate");
  }

  private static void write(Path file, Secret secret) throws IOException {
    Files.writeString(file, secret.value());
  }
}
