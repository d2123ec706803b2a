package io.mallwatch.metrics.scrape.discovery;

import io.mallwatch.metrics.scrape.http.BodyBuffer;
import io.mallwatch.metrics.scrape.http.HttpAnswer;
import io.mallwatch.metrics.scrape.http.HttpCall;
import io.mallwatch.metrics.scrape.http.HttpFetcher;
import io.mallwatch.model.Labels;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Target groups that a server gives as JSON.
final class HttpTargets implements TargetSource {

  private static final long MAX_BYTES = 64L << 20;

  private final DiscoveryConfig.Http config;
  private final HttpFetcher fetcher;
  private final String userAgent;
  private final BodyBuffer body = new BodyBuffer();

  HttpTargets(DiscoveryConfig.Http config, HttpFetcher fetcher, String userAgent) {
    this.config = config;
    this.fetcher = fetcher;
    this.userAgent = userAgent;
  }

  @Override
  public Found find() throws InterruptedException {
    Map<String, String> headers =
        Map.of(
            "Accept",
            "application/json",
            "User-Agent",
            userAgent,
            "X-Prometheus-Refresh-Interval-Seconds",
            Long.toString(config.refresh().toSeconds()));
    HttpAnswer answer =
        fetcher.fetch(HttpCall.get(config.url(), headers, MAX_BYTES, config.refresh()), body);
    if (answer.status() != 200) {
      throw new DiscoveryFailedException("server returned HTTP status " + answer.statusLine());
    }
    String type = answer.headers().first("content-type").orElse("");
    if (!type.strip().toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new DiscoveryFailedException("unsupported content type \"%s\"".formatted(type));
    }
    String url = config.url().toString();
    return new Found(
        TargetGroupText.parse(body.text(), url, Labels.of("__meta_url", url)), List.of());
  }
}
