package io.mallwatch.metrics.scrape.discovery;

import io.mallwatch.metrics.scrape.http.HttpClients;
import io.mallwatch.metrics.scrape.http.HttpFetcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The discoveries that run: one for each [DiscoveryConfig] that some job uses. Thread-safe.
public final class Discoveries implements AutoCloseable {

  private final DiscoveryAccess access;
  private final HttpClients clients;
  private final Duration pollFiles;
  private final ClusterDiscovery clusters;
  private final Runnable changed;
  private final Map<DiscoveryConfig, Discoverer> running = new LinkedHashMap<>(); // guarded by this

  /// @param pollFiles how often files are looked at
  /// @param changed called by some thread when a discovery found other targets
  public Discoveries(
      DiscoveryAccess access, Duration pollFiles, ClusterDiscovery clusters, Runnable changed) {
    this.access = access;
    this.clients = access.clients();
    this.pollFiles = pollFiles;
    this.clusters = clusters;
    this.changed = changed;
  }

  /// Runs these discoveries from now on. Those that ran before go on undisturbed.
  public void use(Set<DiscoveryConfig> wanted) {
    List<Discoverer> gone = new ArrayList<>();
    synchronized (this) {
      running
          .entrySet()
          .removeIf(entry -> {
            boolean unwanted = !wanted.contains(entry.getKey());
            if (unwanted) {
              gone.add(entry.getValue());
            }
            return unwanted;
          });
      for (DiscoveryConfig config : wanted) {
        if (!running.containsKey(config)) {
          running.put(config, start(config));
        }
      }
    }
    gone.forEach(Discoverer::close);
  }

  private Discoverer start(DiscoveryConfig config) {
    return switch (config) {
      case DiscoveryConfig.Static(List<TargetGroup> groups) -> new FixedDiscoverer(groups);
      case DiscoveryConfig.InFiles files ->
          polled(config, new TargetFiles(files.patterns()), pollFiles, () -> {});
      case DiscoveryConfig.Http http -> {
        HttpFetcher fetcher = clients.fetcher(http.http());
        yield polled(
            config,
            new HttpTargets(http, fetcher, access.userAgent()),
            http.refresh(),
            () -> clients.release(fetcher));
      }
      case DiscoveryConfig.Dns dns ->
          polled(config, new DnsTargets(dns, access.resolver()), dns.refresh(), () -> {});
      case DiscoveryConfig.Eureka eureka -> {
        HttpFetcher fetcher = clients.fetcher(eureka.http());
        yield polled(
            config,
            new EurekaTargets(eureka, fetcher, access.userAgent()),
            eureka.refresh(),
            () -> clients.release(fetcher));
      }
      case DiscoveryConfig.Kubernetes kubernetes -> clusters.start(kubernetes, changed);
    };
  }

  private Discoverer polled(
      DiscoveryConfig config, TargetSource source, Duration interval, Runnable release) {
    PolledDiscoverer discoverer =
        new PolledDiscoverer(config.kind(), source, interval, access.clock(), changed, release);
    discoverer.start();
    return discoverer;
  }

  /// What a discovery found last; empty when it does not run.
  public synchronized List<TargetGroup> groups(DiscoveryConfig config) {
    Discoverer discoverer = running.get(config);
    return discoverer == null ? List.of() : discoverer.groups();
  }

  /// How a discovery goes, when it runs.
  public synchronized List<DiscoveryStatus> statuses(List<DiscoveryConfig> configs) {
    List<DiscoveryStatus> statuses = new ArrayList<>();
    for (DiscoveryConfig config : configs) {
      Discoverer discoverer = running.get(config);
      if (discoverer != null) {
        statuses.add(discoverer.status());
      }
    }
    return statuses;
  }

  @Override
  public void close() {
    use(Set.of());
  }
}
