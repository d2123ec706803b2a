package io.mallwatch.alerts.notify.vendor;

import io.mallwatch.alerts.template.Template;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What channels are built with.
///
/// @param library what the configuration's template files define
/// @param http clients that all channels share
/// @param random for nonces
public record ChannelTools(
    Template library, HttpClients http, InstantSource clock, RandomGenerator random) {

  /// Renders the templates of a channel.
  public Texts texts() {
    return new Texts(library, clock);
  }
}
