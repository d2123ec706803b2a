package io.mallwatch.doors.http;

import com.linecorp.armeria.common.FlagsProvider;

/// Settings of the HTTP server that it only takes from a provider found by the service loader.
/// Queries are text for people and may hold anything, two dots as well.
public final class EdgeFlags implements FlagsProvider {

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public Boolean allowDoubleDotsInQueryString() {
    return true;
  }

  @Override
  public Boolean allowSemicolonInPathComponent() {
    return true;
  }

  /// How long the server waits for the client to close first after `Connection: close`.
  @Override
  public Long defaultHttp1ConnectionCloseDelayMillis() {
    return 100L;
  }
}
