package io.mallwatch.metrics.scrape.discovery.dns;

/// One record of an answer. Host names end with a dot.
public sealed interface DnsAnswer {

  /// A or AAAA.
  record Address(String ip) implements DnsAnswer {}

  /// SRV.
  record Service(String host, int port) implements DnsAnswer {}

  /// MX.
  record MailServer(String host) implements DnsAnswer {}

  /// NS.
  record NameServer(String host) implements DnsAnswer {}
}
