package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.scrape.http.BodyBuffer;
import io.mallwatch.metrics.scrape.http.BodyTooLargeException;
import io.mallwatch.metrics.scrape.http.HttpAnswer;
import io.mallwatch.metrics.scrape.http.HttpCall;
import io.mallwatch.metrics.scrape.http.HttpFailedException;
import io.mallwatch.metrics.scrape.http.HttpFetcher;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fetches the pages of one job within their timeout and size limit. Thread-safe.
final class PageFetcher {

  private final HttpFetcher fetcher;
  private final String userAgent;

  PageFetcher(HttpFetcher fetcher, String userAgent) {
    this.fetcher = fetcher;
    this.userAgent = userAgent;
  }

  HttpFetcher http() {
    return fetcher;
  }

  /// Fetches the target's page into `body`; answers what it is written in.
  ///
  /// @throws ScrapeFailedException when there is no usable answer in time
  ScrapeProtocol fetch(Target target, BodyBuffer body) throws InterruptedException {
    PageRules rules = target.config().page();
    HttpCall call =
        HttpCall.get(
            target.url(),
            headers(target, rules),
            target.config().limits().bodyBytes(),
            target.timeout());
    try {
      HttpAnswer answer = fetcher.fetch(call, body);
      if (answer.status() != 200) {
        throw new ScrapeFailedException("server returned HTTP status " + answer.statusLine());
      }
      return protocol(answer.headers().first("content-type").orElse(""), rules.fallback());
    } catch (HttpFailedException e) {
      throw new ScrapeFailedException(String.valueOf(e.getMessage()), e);
    } catch (BodyTooLargeException e) {
      throw new ScrapeFailedException(
          String.valueOf(e.getMessage()), ScrapeFailedException.Limit.BODY, e);
    }
  }

  private Map<String, String> headers(Target target, PageRules rules) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", ScrapeProtocol.accept(rules.protocols(), rules.escaping()));
    headers.put("Accept-Encoding", rules.compression() ? "gzip" : "identity");
    headers.put("User-Agent", userAgent);
    headers.put("X-Prometheus-Scrape-Timeout-Seconds", seconds(target.timeout().toMillis()));
    return headers;
  }

  private static String seconds(long millis) {
    return millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0);
  }

  /// Prometheus 3 refuses pages of targets that do not say what they answer in.
  static ScrapeProtocol protocol(String contentType, @Nullable ScrapeProtocol fallback) {
    String type = contentType.toLowerCase(Locale.ROOT);
    int end = type.indexOf(';');
    String bare = (end < 0 ? type : type.substring(0, end)).strip();
    return switch (bare) {
      case "text/plain" -> ScrapeProtocol.PROMETHEUS_TEXT_0_0_4;
      case "application/openmetrics-text" -> ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0;
      case "application/vnd.google.protobuf" -> ScrapeProtocol.PROMETHEUS_PROTO;
      default -> {
        if (fallback != null) {
          yield fallback;
        }
        throw new ScrapeFailedException(
            "the target answers in \"%s\", which is no format of metrics; if it is one all the same,"
                    .formatted(contentType)
                + " name it as fallback_scrape_protocol");
      }
    };
  }
}
