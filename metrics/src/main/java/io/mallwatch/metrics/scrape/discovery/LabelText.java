package io.mallwatch.metrics.scrape.discovery;

/// Names of other systems as parts of label names.
public final class LabelText {

  private LabelText() {}

  /// Every character but ASCII letters, digits and underscores becomes an underscore.
  public static String sanitized(String name) {
    StringBuilder clean = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      clean.append(plain ? c : '_');
    }
    return clean.toString();
  }

  /// `host:port`, with brackets around an IPv6 address.
  public static String hostPort(String host, int port) {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
