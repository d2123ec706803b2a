package io.mallwatch.samplemall.web;

import io.mallwatch.samplemall.shop.MallException;
import io.mallwatch.starter.business.SecurityAuditLogger;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses requests whose parameters look like SQL, and tells the audit log. The queries themselves
/// are safe (they bind their values); this is about seeing who tries.
final class AttackGuard implements HandlerInterceptor {
  private static final Pattern SQL =
      Pattern.compile(
          "(?i)'\\s*(or|and)\\s+\\S+\\s*=|union\\s+select|;\\s*(drop|delete|update)\\s|--\\s*$");

  private final SecurityAuditLogger audit;

  AttackGuard(SecurityAuditLogger audit) {
    this.audit = audit;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
      for (String value : parameter.getValue()) {
        if (SQL.matcher(value).find()) {
          refuse(request, parameter.getKey(), value);
        }
      }
    }
    return true;
  }

  private void refuse(HttpServletRequest request, String parameter, String value) {
    Object userId = request.getAttribute(AuthFilter.USER);
    audit.logSuspiciousActivity(
        userId == null ? "anonymous" : userId.toString(),
        "sql_injection",
        Map.of(
            "parameter",
            parameter,
            "value",
            value.length() <= 200 ? value : value.substring(0, 200),
            "ip",
            Caller.device(request).getOrDefault("ip", "unknown")));
    throw new MallException(400, "refused", "parameter " + parameter + " is not acceptable");
  }
}
