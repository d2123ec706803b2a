package io.mallwatch.metrics.scrape.http;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Makes [HttpFetcher]s. All share one thread that cuts off what takes too long and closes
/// connections that nobody uses. Thread-safe.
public final class HttpClients implements AutoCloseable {

  private final InstantSource clock;
  private final Map<String, String> environment;
  private final ScheduledThreadPoolExecutor timer;
  private final Set<HttpFetcher> open = ConcurrentHashMap.newKeySet();

  /// @param environment where `HTTP_PROXY` and its like are looked up
  public HttpClients(InstantSource clock, Map<String, String> environment) {
    this.clock = clock;
    this.environment = Map.copyOf(environment);
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("mallwatch-scrape-deadlines").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    var _ = timer.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.MINUTES);
  }

  /// A fetcher that the caller gives back with [#release(HttpFetcher)].
  public HttpFetcher fetcher(HttpConfig config) {
    OAuth2Tokens tokens =
        config.credentials() instanceof Credentials.OAuth2 oauth
            ? new OAuth2Tokens(oauth, fetcher(oauth.http()), clock)
            : null;
    HttpFetcher fetcher =
        new HttpFetcher(config, new Connector(config, environment, timer), timer, tokens);
    open.add(fetcher);
    return fetcher;
  }

  /// Closes a fetcher's connections.
  public void release(HttpFetcher fetcher) {
    open.remove(fetcher);
    fetcher.close();
  }

  private void sweep() {
    open.forEach(HttpFetcher::sweep);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    open.forEach(HttpFetcher::close);
    open.clear();
  }
}
