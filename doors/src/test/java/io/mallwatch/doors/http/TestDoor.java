package io.mallwatch.doors.http;

import java.util.List;

/// A door of given routes that tells errors as RFC 9457 does.
public record TestDoor(String name, String prefix, List<Route> routes) implements Door {

  @Override
  public ErrorShape errors() {
    return ErrorShape.problemDetails();
  }
}
