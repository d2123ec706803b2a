package io.mallwatch.starter.request;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// Tells the starter who makes the request, for applications whose servlet container does not know.
/// The id appears in log lines only, never as a label.
public final class CurrentUser {
  static final String ATTRIBUTE = CurrentUser.class.getName();
  static final String MDC_KEY = "userId";

  private CurrentUser() {}

  /// From here on, log lines of this request carry `userId`.
  public static void set(HttpServletRequest request, String userId) {
    request.setAttribute(ATTRIBUTE, userId);
    MDC.put(MDC_KEY, userId);
  }

  static @Nullable String of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof String userId) {
      return userId;
    }
    Principal principal = request.getUserPrincipal();
    return principal == null ? null : principal.getName();
  }
}
