package io.mallwatch.samplemall.web;

import io.mallwatch.samplemall.store.SessionStore;
import io.mallwatch.starter.request.CurrentUser;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;
import redis.clients.jedis.exceptions.JedisException;

/// Finds out who calls, from `Authorization: Bearer TOKEN`. Without a valid token the request goes
/// on as nobody's.
final class AuthFilter extends OncePerRequestFilter {
  static final String USER = AuthFilter.class.getName() + ".user";
  private static final Logger logger = LoggerFactory.getLogger(AuthFilter.class);
  private static final String SCHEME = "Bearer ";

  private final SessionStore sessions;

  AuthFilter(SessionStore sessions) {
    this.sessions = sessions;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader("authorization");
    if (header != null && header.startsWith(SCHEME)) {
      try {
        OptionalLong user = sessions.userOf(header.substring(SCHEME.length()));
        if (user.isPresent()) {
          request.setAttribute(USER, user.getAsLong());
          CurrentUser.set(request, Long.toString(user.getAsLong()));
        }
      } catch (JedisException unreachable) {
        logger.error("sessions unreachable", unreachable);
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "sessions unreachable");
        return;
      }
    }
    chain.doFilter(request, response);
  }
}
