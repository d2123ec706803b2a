package io.mallwatch.metrics.scrape.yaml;

import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.metrics.scrape.http.HttpConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads the `..._sd_configs` of a job.
final class DiscoveryYaml {

  /// Kinds that Prometheus has and Mallwatch has not.
  private static final List<String> UNSUPPORTED =
      List.of(
          "aws",
          "azure",
          "consul",
          "digitalocean",
          "docker",
          "dockerswarm",
          "ec2",
          "gce",
          "hetzner",
          "ionos",
          "kuma",
          "lightsail",
          "linode",
          "marathon",
          "nerve",
          "nomad",
          "oci",
          "openstack",
          "outscale",
          "ovhcloud",
          "puppetdb",
          "scaleway",
          "serverset",
          "stackit",
          "triton",
          "uyuni",
          "vultr",
          "xds");

  private static final Pattern FILES =
      Pattern.compile("[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)");

  private DiscoveryYaml() {}

  static List<DiscoveryConfig> read(YamlKeys keys) {
    for (String kind : UNSUPPORTED) {
      String key = kind + "_sd_configs";
      if (keys.has(key)) {
        keys.skip(key);
        keys.problem(
            key,
            "this discovery is not supported: write the targets into a file for file_sd_configs,"
                + " or serve them to http_sd_configs");
      }
    }
    List<DiscoveryConfig> configs = new ArrayList<>();
    List<TargetGroup> groups = new ArrayList<>();
    for (YamlKeys group : keys.mappings("static_configs")) {
      groups.add(
          TargetGroup.ofAddresses(
              group.texts("targets"), group.labels("labels"), Integer.toString(groups.size())));
      group.refuseOthers();
    }
    if (!groups.isEmpty()) {
      configs.add(new DiscoveryConfig.Static(groups));
    }
    keys.mappings("file_sd_configs").forEach(one -> files(one, configs));
    keys.mappings("http_sd_configs").forEach(one -> http(one, configs));
    keys.mappings("dns_sd_configs").forEach(one -> dns(one, configs));
    keys.mappings("eureka_sd_configs").forEach(one -> eureka(one, configs));
    keys.mappings("kubernetes_sd_configs")
        .forEach(one -> KubernetesYaml.read(one).ifPresent(configs::add));
    return configs;
  }

  private static void files(YamlKeys keys, List<DiscoveryConfig> configs) {
    List<String> patterns = new ArrayList<>();
    for (String pattern : keys.texts("files")) {
      if (FILES.matcher(pattern).matches()) {
        patterns.add(keys.file(pattern).toString());
      } else {
        keys.problem(
            "files",
            "\"%s\" must end with .json, .yml or .yaml and hold a * in its last part only"
                .formatted(pattern));
      }
    }
    if (!keys.has("files")) {
      keys.problem("files", "is missing");
    }
    Duration refresh = keys.period("refresh_interval", Duration.ofMinutes(5));
    keys.refuseOthers();
    configs.add(new DiscoveryConfig.InFiles(patterns, refresh));
  }

  private static void http(YamlKeys keys, List<DiscoveryConfig> configs) {
    URI url = keys.url("url");
    Duration refresh = keys.period("refresh_interval", Duration.ofMinutes(1));
    HttpConfig http = HttpYaml.read(keys);
    keys.refuseOthers();
    if (url != null) {
      configs.add(new DiscoveryConfig.Http(url, http, refresh));
    }
  }

  private static void dns(YamlKeys keys, List<DiscoveryConfig> configs) {
    List<String> names = keys.texts("names");
    if (names.isEmpty()) {
      keys.problem("names", "is missing");
    }
    DiscoveryConfig.Dns.RecordType type =
        keys.read("type", DiscoveryConfig.Dns.RecordType.SRV, DiscoveryYaml::recordType);
    int port = keys.count("port", 0);
    if (port > 65_535 || (port == 0 && type != DiscoveryConfig.Dns.RecordType.SRV)) {
      keys.problem("port", "must be from 1 to 65535 with all records but SRV");
    }
    Duration refresh = keys.period("refresh_interval", Duration.ofSeconds(30));
    keys.refuseOthers();
    configs.add(new DiscoveryConfig.Dns(names, type, port, refresh));
  }

  private static DiscoveryConfig.Dns.RecordType recordType(String text) {
    try {
      return DiscoveryConfig.Dns.RecordType.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("expected A, AAAA, SRV, MX or NS", e);
    }
  }

  private static void eureka(YamlKeys keys, List<DiscoveryConfig> configs) {
    URI server = keys.url("server");
    Duration refresh = keys.period("refresh_interval", Duration.ofSeconds(30));
    HttpConfig http = HttpYaml.read(keys);
    keys.refuseOthers();
    if (server != null) {
      configs.add(new DiscoveryConfig.Eureka(server, http, refresh));
    }
  }
}
