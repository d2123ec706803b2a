/// Finds what is to be scraped. Start with [DiscoveryConfig], the kinds there are, and
/// [Discoverer], which keeps the groups one of them finds.
///
/// A discovery that fails keeps what it found last, and says so in its [DiscoveryStatus].
@NullMarked
package io.mallwatch.metrics.scrape.discovery;

import org.jspecify.annotations.NullMarked;
