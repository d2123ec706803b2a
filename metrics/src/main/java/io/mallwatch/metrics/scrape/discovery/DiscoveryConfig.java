package io.mallwatch.metrics.scrape.discovery;

import io.mallwatch.metrics.scrape.http.HttpConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where targets come from. Equal configurations of several jobs share one [Discoverer].
public sealed interface DiscoveryConfig {

  /// As in `kind_sd_configs`.
  default String kind() {
    return switch (this) {
      case Static _ -> "static";
      case InFiles _ -> "file";
      case Http _ -> "http";
      case Dns _ -> "dns";
      case Eureka _ -> "eureka";
      case Kubernetes _ -> "kubernetes";
    };
  }

  /// Written in the configuration.
  record Static(List<TargetGroup> groups) implements DiscoveryConfig {
    public Static {
      groups = List.copyOf(groups);
    }
  }

  /// In files, JSON or YAML.
  ///
  /// @param patterns paths; only the last part may hold one `*`
  /// @param refresh how often all files are read even when they seem unchanged
  record InFiles(List<String> patterns, Duration refresh) implements DiscoveryConfig {
    public InFiles {
      patterns = List.copyOf(patterns);
    }
  }

  /// Served as JSON.
  record Http(URI url, HttpConfig http, Duration refresh) implements DiscoveryConfig {}

  /// In DNS records.
  ///
  /// @param port of the targets; SRV records have their own
  record Dns(List<String> names, RecordType type, int port, Duration refresh)
      implements DiscoveryConfig {

    public Dns {
      names = List.copyOf(names);
    }

    /// Kinds of records, with their numbers (RFC 1035, 2782, 3596).
    public enum RecordType {
      A(1),
      NS(2),
      MX(15),
      AAAA(28),
      SRV(33);

      private final int number;

      RecordType(int number) {
        this.number = number;
      }

      /// As on the wire.
      public int number() {
        return number;
      }
    }
  }

  /// Registered at a Eureka server.
  ///
  /// @param server its REST URL, such as `http://eureka:8761/eureka`
  record Eureka(URI server, HttpConfig http, Duration refresh) implements DiscoveryConfig {}

  /// Objects of a Kubernetes cluster, listed and then watched.
  ///
  /// @param server of the API; empty for the cluster that this process runs in, reached by its
  ///   service account
  /// @param selectors which objects of a role are wanted; all of a role that is missing
  /// @param attached what targets tell besides their own objects
  record Kubernetes(
      Optional<URI> server,
      HttpConfig http,
      Role role,
      Namespaces namespaces,
      Map<Role, Selector> selectors,
      Set<Attached> attached)
      implements DiscoveryConfig {

    public Kubernetes {
      selectors = Map.copyOf(selectors);
      attached = Set.copyOf(attached);
    }

    /// What becomes targets.
    public enum Role {
      POD,
      SERVICE,
      ENDPOINTS,
      ENDPOINTSLICE,
      NODE,
      INGRESS
    }

    /// Objects that targets may tell about too.
    public enum Attached {
      NODE,
      NAMESPACE,
      DEPLOYMENT,
      JOB,
      CRONJOB
    }

    /// Where objects are looked for.
    ///
    /// @param own whether the namespace of this process is one of them
    /// @param names with `own` false and no names all namespaces are searched
    public record Namespaces(boolean own, List<String> names) {
      public Namespaces {
        names = List.copyOf(names);
      }
    }

    /// Kubernetes's own selectors, judged by its API; empty ones select everything.
    public record Selector(String label, String field) {}
  }
}
