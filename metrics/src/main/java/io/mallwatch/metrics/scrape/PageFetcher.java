package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.ingest.Exposition;
import io.mallwatch.metrics.ingest.ExpositionText;
import io.mallwatch.metrics.ingest.OpenMetricsText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/// Fetches one page by HTTP/1.1 within its target's timeout and size limit. Credentials are not
/// taken along to another host. Thread-safe.
final class PageFetcher {

  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;q=0.6,"
          + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
  private static final int MAX_REDIRECTS = 10;

  private final HttpClient client;
  private final String userAgent;

  PageFetcher(HttpClient client, String userAgent) {
    this.client = client;
    this.userAgent = userAgent;
  }

  /// A page as it came.
  private record Page(byte[] body, String contentType) {}

  /// @throws ScrapeFailedException when there is no usable answer in time
  /// @throws io.mallwatch.metrics.ingest.MalformedExpositionException when the page is not
  ///   understood
  Exposition fetch(Target target) throws InterruptedException {
    Page page = page(target);
    return page.contentType().startsWith("application/openmetrics-text")
        ? OpenMetricsText.parse(page.body())
        : ExpositionText.parse(page.body());
  }

  private Page page(Target target) throws InterruptedException {
    long end = System.nanoTime() + target.timeout().toNanos();
    URI url = target.url();
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      HttpResponse<byte[]> response = send(target, url, end);
      int status = response.statusCode();
      if (status == 200) {
        return decoded(response, target.config().limits().bodyBytes());
      }
      String location = response.headers().firstValue("location").orElse("");
      boolean redirect = status >= 301 && status <= 308 && !location.isEmpty();
      if (!redirect || !target.config().followRedirects()) {
        throw new ScrapeFailedException("server returned HTTP status " + status);
      }
      url = resolve(url, location);
    }
    throw new ScrapeFailedException("stopped after %d redirects".formatted(MAX_REDIRECTS));
  }

  private static URI resolve(URI from, String location) {
    try {
      URI to = from.resolve(location);
      if (!"http".equals(to.getScheme()) && !"https".equals(to.getScheme())) {
        throw new ScrapeFailedException("redirected to something that is not http");
      }
      return to;
    } catch (IllegalArgumentException e) {
      throw new ScrapeFailedException("redirected to a bad address", e);
    }
  }

  private HttpResponse<byte[]> send(Target target, URI url, long end) throws InterruptedException {
    long limit = target.config().limits().bodyBytes();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request(target, url), info -> new LimitedBody(limit));
    try {
      return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new ScrapeFailedException(
          "no answer within %d ms".formatted(target.timeout().toMillis()), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof ScrapeFailedException failed) {
        throw failed;
      }
      throw new ScrapeFailedException(reason(cause), e);
    }
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isEmpty()
        ? cause.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        : message;
  }

  private HttpRequest request(Target target, URI url) {
    ScrapeConfig config = target.config();
    HttpRequest.Builder request = HttpRequest.newBuilder(url).GET();
    request.setHeader("Accept", ACCEPT);
    request.setHeader("User-Agent", userAgent);
    request.setHeader(
        "X-Prometheus-Scrape-Timeout-Seconds",
        Double.toString(target.timeout().toMillis() / 1000.0));
    if (config.compression()) {
      request.setHeader("Accept-Encoding", "gzip");
    }
    if (sameHost(url, target.url())) {
      config.headers().forEach(request::setHeader);
      config.auth().header().ifPresent(value -> request.setHeader("Authorization", value));
    }
    return request.build();
  }

  private static boolean sameHost(URI left, URI right) {
    return Objects.equals(left.getHost(), right.getHost())
        && left.getPort() == right.getPort()
        && Objects.equals(left.getScheme(), right.getScheme());
  }

  private static Page decoded(HttpResponse<byte[]> response, long limit) {
    String type = response.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
    boolean gzip =
        response.headers().firstValue("content-encoding").orElse("").equalsIgnoreCase("gzip");
    return new Page(gzip ? unzip(response.body(), limit) : response.body(), type);
  }

  private static byte[] unzip(byte[] body, long limit) {
    long most = limit == 0 ? Integer.MAX_VALUE - 16 : Math.min(limit, Integer.MAX_VALUE - 17);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] page = in.readNBytes((int) most + 1);
      if (page.length > most) {
        throw tooLarge(limit);
      }
      return page;
    } catch (IOException e) {
      throw new ScrapeFailedException("the page is not gzip: " + e.getMessage(), e);
    }
  }

  static ScrapeFailedException tooLarge(long limit) {
    return new ScrapeFailedException("the page is larger than %d bytes".formatted(limit));
  }
}
