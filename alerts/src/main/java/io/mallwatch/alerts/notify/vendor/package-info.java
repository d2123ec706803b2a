/// What the channels of all vendors share: HTTP with its authentication, JSON, texts within a limit
/// of bytes, hashes for signatures.
///
/// Start with [Vendor], which says what one vendor wants to be sent and what its answers mean;
/// [VendorChannel] makes a channel of it. A [ChannelConfig] is what the configuration says of one.
@NullMarked
package io.mallwatch.alerts.notify.vendor;

import org.jspecify.annotations.NullMarked;
