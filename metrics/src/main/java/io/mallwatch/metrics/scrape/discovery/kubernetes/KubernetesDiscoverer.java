package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.Discoverer;
import io.mallwatch.metrics.scrape.discovery.DiscoveryAccess;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Attached;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Role;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Selector;
import io.mallwatch.metrics.scrape.discovery.DiscoveryStatus;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.metrics.scrape.http.HttpConfig;
import io.mallwatch.metrics.scrape.http.HttpFetcher;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes targets of the objects that several watches keep. Changes are gathered for a moment, then
/// all targets are made anew. Objects of a namespace count once all kinds that its targets are
/// joined from were listed. Thread-safe.
final class KubernetesDiscoverer implements Discoverer {

  private static final Logger logger = LoggerFactory.getLogger(KubernetesDiscoverer.class);
  private static final Selector ALL = new Selector("", "");

  /// The watches that one namespace's targets come from.
  private record Scope(Map<Resource, ResourceWatch> watches) {}

  private final Kubernetes config;
  private final DiscoveryAccess access;
  private final ServiceAccount account;
  private final Pace pace;
  private final Runnable changed;
  private final Thread thread;
  private final Semaphore news = new Semaphore(0);
  private volatile List<Scope> scopes = List.of();
  private volatile List<TargetGroup> groups = List.of();
  private volatile String trouble = "";
  private volatile int attempts;
  private @Nullable HttpFetcher fetcher; // of the thread, then of close()

  KubernetesDiscoverer(
      Kubernetes config,
      DiscoveryAccess access,
      ServiceAccount account,
      Pace pace,
      Runnable changed) {
    this.config = config;
    this.access = access;
    this.account = account;
    this.pace = pace;
    this.changed = changed;
    this.thread = Thread.ofVirtual().name("mallwatch-discovery-kubernetes").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      connect();
      while (true) {
        news.acquire();
        Thread.sleep(pace.settle());
        news.drainPermits();
        build();
      }
    } catch (InterruptedException e) {
      logger.debug("discovery_ended kind=kubernetes");
    }
  }

  /// Starts the watches, as soon as it is known where.
  private void connect() throws InterruptedException {
    for (int failed = 1; ; failed++) {
      try {
        boolean inside = config.server().isEmpty();
        URI server = inside ? account.server() : config.server().get();
        HttpConfig http = inside ? account.http() : config.http();
        Set<String> namespaces = namespaces();
        fetcher = access.clients().fetcher(http);
        start(new ApiClient(server, fetcher, access.userAgent(), pace), namespaces);
        trouble = "";
        return;
      } catch (KubernetesFailedException e) {
        attempts = failed;
        trouble = String.valueOf(e.getMessage());
        if (failed == 1) {
          logger.warn("discovery_failed kind=kubernetes error=\"{}\"", trouble);
        }
        Thread.sleep(pace.pause(failed));
      }
    }
  }

  private Set<String> namespaces() {
    Set<String> names = new LinkedHashSet<>(config.namespaces().names());
    if (config.namespaces().own()) {
      names.add(account.namespace());
    }
    return names.isEmpty() || config.role() == Role.NODE ? Set.of("") : names;
  }

  private void start(ApiClient api, Set<String> namespaces) {
    Map<Resource, ResourceWatch> shared = new EnumMap<>(Resource.class);
    List<Scope> all = new ArrayList<>();
    for (String namespace : namespaces) {
      Map<Resource, ResourceWatch> watches = new EnumMap<>(Resource.class);
      for (Resource resource : resources()) {
        if (resource.ofCluster()) {
          watches.put(resource, shared.computeIfAbsent(resource, _ -> watch(api, resource, "")));
        } else {
          watches.put(resource, watch(api, resource, namespace));
        }
      }
      all.add(new Scope(watches));
    }
    scopes = List.copyOf(all);
    watches().forEach(ResourceWatch::start);
  }

  /// What targets of the role are joined from.
  private Set<Resource> resources() {
    Role role = config.role();
    boolean backed = role == Role.ENDPOINTS || role == Role.ENDPOINTSLICE;
    boolean pods = backed || role == Role.POD;
    EnumSet<Resource> resources = EnumSet.of(Resource.of(role));
    if (backed) {
      resources.add(Resource.SERVICES);
      resources.add(Resource.PODS);
    }
    for (Attached attached : config.attached()) {
      switch (attached) {
        case NODE -> add(resources, Resource.NODES, pods);
        case NAMESPACE -> add(resources, Resource.NAMESPACES, role != Role.NODE);
        case DEPLOYMENT -> add(resources, Resource.REPLICA_SETS, pods);
        case CRONJOB -> add(resources, Resource.JOBS, pods);
        case JOB -> {
          // A pod names its job itself.
        }
      }
    }
    return resources;
  }

  private static void add(Set<Resource> resources, Resource resource, boolean wanted) {
    if (wanted) {
      resources.add(resource);
    }
  }

  private ResourceWatch watch(ApiClient api, Resource resource, String namespace) {
    Selector selector =
        resource.role().map(role -> config.selectors().getOrDefault(role, ALL)).orElse(ALL);
    Query query = new Query(resource, namespace, selector);
    return new ResourceWatch(query, api, pace, access.clock(), news::release);
  }

  private Set<ResourceWatch> watches() {
    return scopes.stream()
        .flatMap(scope -> scope.watches().values().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void build() {
    List<TargetGroup> found = new ArrayList<>();
    Resource main = Resource.of(config.role());
    for (Scope scope : scopes) {
      Map<Resource, Map<String, KubeObject>> held = new EnumMap<>(Resource.class);
      scope
          .watches()
          .forEach((resource, watch) -> {
            Map<String, KubeObject> objects = watch.objects();
            if (objects != null) {
              held.put(resource, objects);
            }
          });
      if (held.size() < scope.watches().size()) {
        continue;
      }
      View view = new View(held, config.attached().contains(Attached.JOB));
      for (KubeObject object : Objects.requireNonNull(held.get(main)).values()) {
        object.group(view).filter(group -> !group.targets().isEmpty()).ifPresent(found::add);
      }
    }
    if (!found.equals(groups)) {
      groups = List.copyOf(found);
      changed.run();
    }
  }

  @Override
  public List<TargetGroup> groups() {
    return groups;
  }

  /// Attempts are lists; failures are lists and watches that went wrong.
  @Override
  public DiscoveryStatus status() {
    long lists = attempts;
    long failures = attempts;
    Set<String> errors = new LinkedHashSet<>();
    errors.add(trouble);
    Optional<Instant> heard = Optional.empty();
    for (ResourceWatch watch : watches()) {
      lists += watch.lists();
      failures += watch.failures();
      errors.add(watch.error());
      heard =
          Stream.of(heard, watch.heard()).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }
    errors.remove("");
    int targets = groups.stream().mapToInt(group -> group.targets().size()).sum();
    return new DiscoveryStatus(
        "kubernetes", targets, lists, failures, String.join("; ", errors), heard);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watches().forEach(ResourceWatch::close);
    HttpFetcher last = fetcher;
    if (last != null) {
      access.clients().release(last);
    }
  }
}
