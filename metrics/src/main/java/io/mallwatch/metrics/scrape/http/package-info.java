/// The HTTP client of scrapes and of discovery: HTTP/1.1 over blocking sockets, made for virtual
/// threads. Start with [HttpFetcher].
///
/// It is our own because each piece of Prometheus's `http_config` must hold: a `server_name` that
/// differs from the host, headers for the proxy's `CONNECT`, connections kept longer than half a
/// minute, certificates that are read again when their files change, one deadline over connecting,
/// handshake and body, a body limit on both sides of gunzip.
@NullMarked
package io.mallwatch.metrics.scrape.http;

import org.jspecify.annotations.NullMarked;
