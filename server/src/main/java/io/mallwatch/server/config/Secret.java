package io.mallwatch.server.config;

/// A text that must not be shown; prints as `<secret>`.
public record Secret(String reveal) {

  public boolean isEmpty() {
    return reveal.isEmpty();
  }

  @Override
  public String toString() {
    return "<secret>";
  }
}
