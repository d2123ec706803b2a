package io.mallwatch.doors.http;

/// A port that is needed is in use by another program, or may not be used.
public final class PortTakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int port;

  public PortTakenException(String address, int port, Throwable cause) {
    super("port %d of %s is taken by another program".formatted(port, address), cause);
    this.port = port;
  }

  public int port() {
    return port;
  }
}
