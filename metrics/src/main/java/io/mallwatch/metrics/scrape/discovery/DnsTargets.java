package io.mallwatch.metrics.scrape.discovery;

import io.mallwatch.metrics.scrape.discovery.dns.DnsAnswer;
import io.mallwatch.metrics.scrape.discovery.dns.DnsResolver;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Targets in DNS records. A name that no server answers for keeps its last targets.
final class DnsTargets implements TargetSource {

  private static final String META = "__meta_dns_";

  private final DiscoveryConfig.Dns config;
  private final DnsResolver resolver;
  private final Map<String, TargetGroup> known = new HashMap<>();

  DnsTargets(DiscoveryConfig.Dns config, DnsResolver resolver) {
    this.config = config;
    this.resolver = resolver;
  }

  @Override
  public Found find() throws InterruptedException {
    List<TargetGroup> groups = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (String name : config.names()) {
      try {
        List<Labels> targets = new ArrayList<>();
        for (DnsAnswer answer : resolver.resolve(name, config.type().number())) {
          targets.add(target(name, answer));
        }
        known.put(name, new TargetGroup(targets, Labels.EMPTY, name));
      } catch (IOException e) {
        if (Thread.interrupted()) {
          InterruptedException interrupted = new InterruptedException();
          interrupted.initCause(e);
          throw interrupted;
        }
        errors.add(String.valueOf(e.getMessage()));
      }
      TargetGroup group = known.get(name);
      if (group != null) {
        groups.add(group);
      }
    }
    return new Found(groups, errors);
  }

  private Labels target(String name, DnsAnswer answer) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(META + "name", name);
    String address =
        switch (answer) {
          case DnsAnswer.Address(String ip) -> LabelText.hostPort(ip, config.port());
          case DnsAnswer.Service(String host, int port) -> {
            labels.put(META + "srv_record_target", host);
            labels.put(META + "srv_record_port", Integer.toString(port));
            yield LabelText.hostPort(unrooted(host), port);
          }
          case DnsAnswer.MailServer(String host) -> {
            labels.put(META + "mx_record_target", host);
            yield LabelText.hostPort(unrooted(host), config.port());
          }
          case DnsAnswer.NameServer(String host) -> {
            labels.put(META + "ns_record_target", host);
            yield LabelText.hostPort(unrooted(host), config.port());
          }
        };
    labels.put(TargetGroup.ADDRESS, address);
    return Labels.of(labels);
  }

  private static String unrooted(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
