package io.mallwatch.alerts.notify;

import java.util.List;

/// A name that routes point to, and the channels behind it, all of which are told.
public record Receiver(String name, List<Channel> channels) {

  public Receiver {
    channels = List.copyOf(channels);
  }
}
