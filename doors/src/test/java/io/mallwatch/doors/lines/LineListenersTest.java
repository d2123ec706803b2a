package io.mallwatch.doors.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.doors.fakes.FakeLines;
import io.mallwatch.doors.fakes.FakeLogs;
import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.doors.http.PortTakenException;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.Await;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineListenersTest {

  private final FakeLogs store = new FakeLogs();
  private LineListeners listeners = open(List.of());

  private static Listener listener(Listener.Kind kind, int port, Listener.Network... allowed) {
    return new Listener(
        kind,
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
        "unknown",
        null,
        List.of(allowed));
  }

  private LineListeners open(List<Listener> all) {
    return LineListeners.open(all, FakeLines.into(store));
  }

  private void open(Listener.Kind kind, Listener.Network... allowed) {
    listeners = open(List.of(listener(kind, 0, allowed)));
  }

  @AfterEach
  void close() {
    listeners.close();
  }

  private Socket connect(Listener.Kind kind) throws IOException {
    return new Socket(InetAddress.ofLiteral("127.0.0.1"), listeners.port(kind));
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private void sendDatagram(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(
              bytes,
              bytes.length,
              InetAddress.ofLiteral("127.0.0.1"),
              listeners.port(Listener.Kind.SYSLOG_UDP)));
    }
  }

  private double figure(String name) {
    return listeners.families().stream()
        .filter(family -> family.name().equals("mallwatch_log_listener_" + name))
        .flatMap(family -> family.points().stream())
        .mapToDouble(MetricFamily.Point::value)
        .sum();
  }

  @Test
  void syslogOfBothFramingsComesOverAConnection() throws IOException {
    open(Listener.Kind.SYSLOG_TCP);
    try (Socket socket = connect(Listener.Kind.SYSLOG_TCP)) {
      send(
          socket,
          "<11>1 2026-11-02T09:00:00.5+08:00 web1 order 77 ID1 [mall@1 sku=\"7\" who=\"a\\\"b\"]"
              + " 库存不足\n");
      String counted = "<13>Nov  2 01:00:01 web1 sshd[9]: first\nsecond";
      send(socket, counted.length() + " " + counted);
      Await.until("both are stored", () -> store.entries().size() == 2);
    }

    LogEntry first = store.entries().getFirst();
    assertThat(first.service()).isEqualTo("order");
    assertThat(first.level()).isEqualTo(LogLevel.ERROR);
    assertThat(first.message()).isEqualTo("库存不足");
    assertThat(first.timestamp()).isEqualTo("2026-11-02T01:00:00.5Z");
    assertThat(first.data())
        .containsEntry("host", "web1")
        .containsEntry("mall@1", Map.of("sku", "7", "who", "a\"b"))
        .containsEntry("log.source.address", "127.0.0.1");
    assertThat(store.entries().get(1).message()).isEqualTo("first\nsecond");
    Await.until("it is counted", () -> figure("lines_total") == 2);
  }

  @Test
  void linesComeEncryptedWithACertificateOfOnesOwn(@TempDir Path folder) throws Exception {
    Path store12 = folder.resolve("own.p12");
    keytool(folder, store12);
    KeyStore own = KeyStore.getInstance(store12.toFile(), "changeit".toCharArray());
    Path certificate = folder.resolve("own.crt");
    Path key = folder.resolve("own.key");
    Files.writeString(certificate, pem("CERTIFICATE", own.getCertificate("own").getEncoded()));
    Files.writeString(
        key, pem("PRIVATE KEY", own.getKey("own", "changeit".toCharArray()).getEncoded()));
    Listener plain = listener(Listener.Kind.SYSLOG_TCP, 0);
    listeners =
        open(
            List.of(
                new Listener(
                    plain.kind(),
                    plain.address(),
                    plain.service(),
                    PemTls.of(certificate, key),
                    List.of())));

    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(own);
    SSLContext client = SSLContext.getInstance("TLS");
    client.init(null, trust.getTrustManagers(), null);
    int port = listeners.port(Listener.Kind.SYSLOG_TCP);
    try (Socket socket = client.getSocketFactory().createSocket("127.0.0.1", port)) {
      send(socket, "<14>Nov  2 01:00:00 web1 nginx: 已加密\n");
      Await.until("it is stored", () -> store.entries().size() == 1);
    }
    try (Socket socket = connect(Listener.Kind.SYSLOG_TCP)) {
      send(socket, "<14>Nov  2 01:00:00 web1 nginx: in the clear\n");
      Await.until("it is sent away", () -> figure("refused_connections_total") == 1);
    } catch (SocketException e) {
      // it may be sent away while this still writes
    }

    assertThat(store.entries()).extracting(LogEntry::message).containsExactly("已加密");
    assertThat(store.entries().getFirst().service()).isEqualTo("nginx");
  }

  private static void keytool(Path folder, Path into) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "own",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-storepass",
            "changeit",
            "-keystore",
            into.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind);
  }

  @Test
  void syslogComesInDatagrams() throws IOException {
    open(Listener.Kind.SYSLOG_UDP);
    sendDatagram("<14>Nov  2 01:00:00 web1 nginx: up\n");
    sendDatagram("no syslog at all");
    Await.until("both are stored", () -> store.entries().size() == 2);

    assertThat(store.entries()).extracting(LogEntry::message).contains("up", "no syslog at all");
    assertThat(store.entries().get(1).tags()).containsExactly("_unparsed");
    Await.until("it is counted", () -> figure("unparsed_total") == 1);
  }

  @Test
  void jsonLinesComeOverAConnection() throws IOException {
    open(Listener.Kind.LINES_TCP);
    try (Socket socket = connect(Listener.Kind.LINES_TCP)) {
      send(
          socket,
          "{\"@timestamp\":\"2026-11-02T09:00:00+08:00\",\"@version\":\"1\",\"message\":\"paid\","
              + "\"logger_name\":\"c.m.Pay\",\"level\":\"WARN\",\"app\":\"order\"}\n\n");
      Await.until("it is stored", () -> store.entries().size() == 1);
    }

    LogEntry entry = store.entries().getFirst();
    assertThat(entry.message()).isEqualTo("paid");
    assertThat(entry.service()).isEqualTo("order");
    assertThat(entry.level()).isEqualTo(LogLevel.WARN);
  }

  @Test
  void whileTheStoreHasNoRoomSendersWaitAndNothingIsLost() throws IOException {
    open(Listener.Kind.LINES_TCP);
    store.full = true;
    try (Socket socket = connect(Listener.Kind.LINES_TCP)) {
      send(socket, "{\"message\":\"a\"}\n{\"message\":\"b\"}\n");
      Await.until("the store refused", () -> figure("waits_total") > 0);
      assertThat(store.entries()).isEmpty();
      store.full = false;
      Await.until("both are stored", () -> store.entries().size() == 2);
    }
    assertThat(figure("dropped_total")).isZero();
  }

  @Test
  void whatCannotBeStoredAtTheEndIsCounted() throws IOException {
    open(Listener.Kind.SYSLOG_UDP);
    store.full = true;
    sendDatagram("<14>Nov  2 01:00:00 web1 nginx: up");
    Await.until("the store refused", () -> figure("waits_total") > 0);
    listeners.close();

    assertThat(figure("dropped_total")).isEqualTo(1);
  }

  @Test
  void onlyThoseWhoMayCanSend() throws IOException {
    open(Listener.Kind.LINES_TCP, Listener.Network.parse("10.0.0.0/8"));
    try (Socket socket = connect(Listener.Kind.LINES_TCP)) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(figure("refused_connections_total")).isEqualTo(1);
    assertThat(Listener.Network.parse("10.1.0.0/15").has(InetAddress.ofLiteral("10.0.3.4")))
        .isTrue();
    assertThat(Listener.Network.parse("10.1.2.3").has(InetAddress.ofLiteral("10.1.2.4"))).isFalse();
    assertThatThrownBy(() -> Listener.Network.parse("10.0.0.0/33"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    open(Listener.Kind.LINES_TCP);
    int port = listeners.port(Listener.Kind.LINES_TCP);

    assertThatThrownBy(() -> open(List.of(listener(Listener.Kind.SYSLOG_TCP, port))))
        .isInstanceOf(PortTakenException.class)
        .hasMessageContaining(String.valueOf(port));
  }
}
