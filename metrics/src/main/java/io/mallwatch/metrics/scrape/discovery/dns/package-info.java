/// Looks names up in the DNS (RFC 1035), as the C library would with the search path of
/// `/etc/resolv.conf`. Start with [DnsResolver].
///
/// It is our own because the JDK's resolver has addresses only and its naming provider neither
/// tells "no such name" from "no answer" nor follows the search path.
@NullMarked
package io.mallwatch.metrics.scrape.discovery.dns;

import org.jspecify.annotations.NullMarked;
