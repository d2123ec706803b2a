package io.mallwatch.starter.request;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/// Where a request came from. What `x-forwarded-for` says is believed of a proxy on this machine
/// alone, since anybody can write that header; elsewhere Spring's own
/// `server.forward-headers-strategy` puts the right address into the request.
final class ClientAddress {
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

  private ClientAddress() {}

  static String of(HttpServletRequest request) {
    String address = request.getRemoteAddr();
    String forwarded = request.getHeader("x-forwarded-for");
    if (forwarded == null || !isLoopback(address)) {
      return address;
    }
    String first = forwarded.split(",", 2)[0].strip();
    return ADDRESS.matcher(first).matches() ? first : address;
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
  }
}
