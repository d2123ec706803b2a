package io.mallwatch.samplemall.web;

import io.mallwatch.samplemall.shop.MallException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/// Who makes a request, and from where.
final class Caller {
  private Caller() {}

  /// The user logged in.
  ///
  /// @throws MallException 401 if nobody is
  static long userId(HttpServletRequest request) {
    if (request.getAttribute(AuthFilter.USER) instanceof Long userId) {
      return userId;
    }
    throw new MallException(401, "not_logged_in", "please log in");
  }

  /// What is known of the caller's device. Behind a proxy on this machine, the address is the one
  /// that the proxy names.
  static Map<String, String> device(HttpServletRequest request) {
    String agent = request.getHeader("user-agent");
    String forwarded = request.getHeader("x-forwarded-for");
    String ip =
        forwarded != null && forwarded.matches("[0-9a-fA-F.:]{2,45}") && isLocal(request)
            ? forwarded
            : request.getRemoteAddr();
    return Map.of("ip", ip, "userAgent", agent == null ? "unknown" : agent);
  }

  static boolean isLocal(HttpServletRequest request) {
    try {
      return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
    } catch (UnknownHostException strange) {
      return false;
    }
  }
}
