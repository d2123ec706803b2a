package io.mallwatch.starter.business;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs and counts what matters for security. Alerts are rules over the counters and lines, not
/// calls from here.
public final class SecurityAuditLogger {
  /// Activities that have a label of their own in `security_events_total`; others count as `other`.
  public static final Set<String> ACTIVITIES =
      Set.of(
          "brute_force",
          "sql_injection",
          "permission_violation",
          "account_locked",
          "rate_limited",
          "data_export");

  private static final Logger logger = LoggerFactory.getLogger("mallwatch.security-audit");

  private final MeterRegistry registry;

  public SecurityAuditLogger(MeterRegistry registry) {
    this.registry = registry;
    ACTIVITIES.forEach(activity -> events(activity, "detected"));
    for (boolean granted : new boolean[] {true, false}) {
      checks(granted);
      events("permission_check", outcome(granted));
      events("login", outcome(granted));
    }
  }

  /// Logs every check of a permission. The action that was attempted is kept as `attemptedAction`;
  /// `action` says what the line is about.
  public void logPermissionCheck(String userId, String resource, String action, boolean granted) {
    checks(granted).increment();
    events("permission_check", outcome(granted)).increment();
    logger
        .atInfo()
        .addKeyValue("category", "security_audit")
        .addKeyValue("action", "permission_check")
        .addKeyValue("userId", userId)
        .addKeyValue("resource", resource)
        .addKeyValue("attemptedAction", action)
        .addKeyValue("granted", granted)
        .log("Permission check");
  }

  /// Logs activity that looks like an attack. `details` may hold anything but secrets.
  public void logSuspiciousActivity(String userId, String activity, Map<String, ?> details) {
    events(ACTIVITIES.contains(activity) ? activity : "other", "detected").increment();
    logger
        .atWarn()
        .addKeyValue("category", "security_audit")
        .addKeyValue("action", "suspicious_activity")
        .addKeyValue("userId", userId)
        .addKeyValue("activity", activity)
        .addKeyValue("details", new LinkedHashMap<String, Object>(details))
        .log("Suspicious activity detected");
  }

  /// Counts a log-in for the security view; the line is [UserActivityLogger]'s.
  public void countLogin(boolean granted) {
    events("login", outcome(granted)).increment();
  }

  private static String outcome(boolean granted) {
    return granted ? "granted" : "denied";
  }

  private Counter checks(boolean granted) {
    return Counter.builder("permission.checks")
        .description("Checks of a permission")
        .tag("granted", Boolean.toString(granted))
        .register(registry);
  }

  private Counter events(String event, String outcome) {
    return Counter.builder("security.events")
        .description("Events that matter for security")
        .tag("event", event)
        .tag("outcome", outcome)
        .register(registry);
  }
}
