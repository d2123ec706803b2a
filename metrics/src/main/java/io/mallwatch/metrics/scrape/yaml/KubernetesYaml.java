package io.mallwatch.metrics.scrape.yaml;

import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Attached;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Namespaces;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Role;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Selector;
import io.mallwatch.metrics.scrape.http.HttpConfig;
import java.net.URI;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the keys of `kubernetes_sd_configs`.
final class KubernetesYaml {

  private static final Optional<Role> NO_ROLE = Optional.empty();

  private KubernetesYaml() {}

  /// One entry; empty, with a problem noted, when it lacks what it cannot do without.
  static Optional<Kubernetes> read(YamlKeys keys) {
    if (keys.has("kubeconfig_file")) {
      keys.skip("kubeconfig_file");
      keys.problem(
          "kubeconfig_file",
          "is not supported: give api_server with tls_config and authorization instead");
    }
    URI server = keys.text("api_server", "").isEmpty() ? null : keys.url("api_server");
    HttpConfig http = HttpYaml.read(keys);
    if (!keys.has("api_server") && !http.equals(HttpConfig.defaults())) {
      keys.problem("api_server", "is missing: the keys of http_config need it");
    }
    Role role = keys.read("role", NO_ROLE, KubernetesYaml::role).orElse(null);
    if (!keys.has("role")) {
      keys.problem("role", "is missing: one of " + names(EnumSet.allOf(Role.class)));
    }
    Namespaces namespaces = namespaces(keys, server);
    Map<Role, Selector> selectors = new EnumMap<>(Role.class);
    keys.mappings("selectors").forEach(one -> selector(one, role, selectors));
    Set<Attached> attached = attached(keys.mapping("attach_metadata"));
    keys.refuseOthers();
    return role == null
        ? Optional.empty()
        : Optional.of(
            new Kubernetes(
                Optional.ofNullable(server), http, role, namespaces, selectors, attached));
  }

  private static Namespaces namespaces(YamlKeys keys, @Nullable URI server) {
    YamlKeys namespaces = keys.mapping("namespaces");
    List<String> names = namespaces.texts("names");
    for (String name : names) {
      if (!name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
        namespaces.problem("names", "\"%s\" is no name of a namespace".formatted(name));
      }
    }
    boolean own = namespaces.flag("own_namespace", false);
    if (own && server != null) {
      namespaces.problem("own_namespace", "goes without api_server");
    }
    namespaces.refuseOthers();
    return new Namespaces(own, names);
  }

  private static void selector(
      YamlKeys keys, @Nullable Role target, Map<Role, Selector> selectors) {
    Role role = keys.read("role", NO_ROLE, KubernetesYaml::role).orElse(null);
    Selector selector = new Selector(keys.text("label", ""), keys.text("field", ""));
    keys.refuseOthers();
    if (role == null) {
      if (!keys.has("role")) {
        keys.problem("role", "is missing");
      }
    } else if (target != null && !allowed(target).contains(role)) {
      keys.problem(
          "role",
          "with the role %s there are selectors of %s only"
              .formatted(name(target), names(allowed(target))));
    } else if (selectors.putIfAbsent(role, selector) != null) {
      keys.problem("role", "the role %s has two selectors".formatted(name(role)));
    }
  }

  private static EnumSet<Role> allowed(Role role) {
    return switch (role) {
      case POD -> EnumSet.of(Role.POD, Role.NODE);
      case ENDPOINTS -> EnumSet.of(Role.POD, Role.SERVICE, Role.ENDPOINTS);
      case ENDPOINTSLICE -> EnumSet.of(Role.POD, Role.SERVICE, Role.ENDPOINTSLICE);
      case SERVICE, NODE, INGRESS -> EnumSet.of(role);
    };
  }

  private static Set<Attached> attached(YamlKeys keys) {
    Set<Attached> attached = EnumSet.noneOf(Attached.class);
    for (Attached one : Attached.values()) {
      if (keys.flag(one.name().toLowerCase(Locale.ROOT), false)) {
        attached.add(one);
      }
    }
    keys.refuseOthers();
    return attached;
  }

  private static Optional<Role> role(String text) {
    for (Role role : Role.values()) {
      if (name(role).equals(text)) {
        return Optional.of(role);
      }
    }
    throw new IllegalArgumentException("expected one of " + names(EnumSet.allOf(Role.class)));
  }

  private static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static String names(Set<Role> roles) {
    return roles.stream().map(KubernetesYaml::name).collect(Collectors.joining(", "));
  }
}
