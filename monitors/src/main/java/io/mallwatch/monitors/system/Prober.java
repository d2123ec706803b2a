package io.mallwatch.monitors.system;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks targets and measures them, under the names of blackbox_exporter with
/// `job="mallwatch-probe"`. All targets of a round are asked at once, each within the time limit;
/// none waits for another. An HTTP target is good with a status from 200 to 299, redirections
/// followed. Thread-safe.
public final class Prober implements AutoCloseable {

  /// Label `job` of the series.
  public static final String JOB = "mallwatch-probe";

  /// Most targets.
  public static final int MAX_TARGETS = 200;

  private static final Logger logger = LoggerFactory.getLogger(Prober.class);
  private static final double NANOS = 1e9;

  private final List<ProbeTarget> targets;
  private final Duration timeout;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final HttpClient http;

  /// @param timeout for one target
  /// @param nanos a clock for durations, such as `System::nanoTime`
  public Prober(
      List<ProbeTarget> targets, Duration timeout, InstantSource clock, LongSupplier nanos) {
    if (targets.size() > MAX_TARGETS) {
      throw new IllegalArgumentException("at most %d targets".formatted(MAX_TARGETS));
    }
    this.targets = List.copyOf(targets);
    this.timeout = timeout;
    this.clock = clock;
    this.nanos = nanos;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /// Asks every target once and waits for all.
  public MetricBatch round() {
    List<Readings> readings = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (ProbeTarget target : targets) {
      Readings out =
          new Readings(
              Labels.of("job", JOB, "instance", target.text(), "module", target.kind().text()),
              clock.instant());
      readings.add(out);
      threads.add(
          Thread.ofVirtual()
              .name("mallwatch-probe-" + target.text())
              .start(() -> ask(target, out)));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
      return MetricBatch.ofSeries(List.of());
    }
    List<SeriesSamples> series = new ArrayList<>();
    List<MetricMetadata> metadata = new ArrayList<>();
    for (Readings out : readings) {
      series.addAll(out.series());
      metadata.addAll(out.metadata());
    }
    return MetricBatch.of(series, List.of(), metadata.stream().distinct().toList());
  }

  private void ask(ProbeTarget target, Readings out) {
    long begun = nanos.getAsLong();
    boolean good = false;
    try {
      InetAddress address = resolve(target, out);
      good =
          switch (target.kind()) {
            case DNS -> true;
            case TCP -> connects(address, target);
            case TLS -> handshakes(address, target, out);
            case HTTP -> answers(address, target, out);
          };
    } catch (IOException | GeneralSecurityException e) {
      logger.debug("event=probe_failed target={} reason=\"{}\"", target.text(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.gauge(
        "probe_duration_seconds",
        "Returns how long the probe took to complete in seconds",
        (nanos.getAsLong() - begun) / NANOS);
    out.gauge("probe_success", "Displays whether or not the probe was a success", good ? 1 : 0);
  }

  private InetAddress resolve(ProbeTarget target, Readings out) throws IOException {
    long begun = nanos.getAsLong();
    InetAddress address = InetAddress.getByName(target.host());
    out.gauge(
        "probe_dns_lookup_time_seconds",
        "Returns the time taken for probe dns lookup in seconds",
        (nanos.getAsLong() - begun) / NANOS);
    out.gauge(
        "probe_ip_protocol",
        "Specifies whether probe ip protocol is IP4 or IP6",
        address.getAddress().length == 4 ? 4 : 6);
    return address;
  }

  private boolean connects(InetAddress address, ProbeTarget target) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address, target.port()), Math.toIntExact(timeout.toMillis()));
      return true;
    }
  }

  private boolean handshakes(InetAddress address, ProbeTarget target, Readings out)
      throws IOException, GeneralSecurityException {
    SeenChain chain = new SeenChain();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {chain}, new SecureRandom());
    int millis = Math.toIntExact(timeout.toMillis());
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(address, target.port()), millis);
      plain.setSoTimeout(millis);
      try (SSLSocket secure =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, target.host(), target.port(), true)) {
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return true;
      }
    } finally {
      expiry(chain, out);
    }
  }

  private static void expiry(SeenChain chain, Readings out) {
    double earliest = chain.earliestExpiry();
    if (!Double.isNaN(earliest)) {
      out.gauge(
          "probe_ssl_earliest_cert_expiry", "Returns last SSL chain expiry in unixtime", earliest);
    }
  }

  private boolean answers(InetAddress address, ProbeTarget target, Readings out)
      throws IOException, GeneralSecurityException, InterruptedException {
    boolean trusted = !target.isSecure() || handshakes(address, target, out);
    HttpRequest request =
        HttpRequest.newBuilder(target.uri())
            .timeout(timeout)
            .header("User-Agent", "mallwatch-probe")
            .GET()
            .build();
    long begun = nanos.getAsLong();
    HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());
    out.gauge(
        "probe_http_duration_seconds",
        "Duration of http request by phase, summed over all redirects",
        (nanos.getAsLong() - begun) / NANOS,
        "phase",
        "processing");
    out.gauge("probe_http_status_code", "Response HTTP status code", answer.statusCode());
    out.gauge(
        "probe_http_ssl",
        "Indicates if SSL was used for the final redirect",
        answer.sslSession().isPresent() ? 1 : 0);
    return trusted && answer.statusCode() / 100 == 2;
  }

  @Override
  public void close() {
    http.close();
  }
}
