package io.mallwatch.metrics.scrape.discovery;

import io.mallwatch.metrics.scrape.discovery.dns.DnsResolver;
import io.mallwatch.metrics.scrape.http.HttpClients;
import java.time.InstantSource;

/// By what discoveries reach the systems they ask.
///
/// @param userAgent said in every request
public record DiscoveryAccess(
    HttpClients clients, DnsResolver resolver, String userAgent, InstantSource clock) {}
