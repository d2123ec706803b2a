package io.mallwatch.monitors.security;

import io.mallwatch.model.LogEntry;
import io.mallwatch.monitors.security.SecurityEvent.EntryRef;
import java.util.List;

/// Detections on the log itself, for entries of any kind: `OPS-1` and `DLP-3`.
final class LogWatch {

  private static final long GAP_MILLIS = 600_000;
  private static final int REGULAR = 20;
  private static final int OTHERS = 50;
  private static final int MAX_SERVICES = 1_000;

  /// What a service wrote.
  private static final class Service {
    private long audits;
    private long lastAudit = Long.MIN_VALUE;
    private long firstAudit;
    private long othersSince;
  }

  private final Bounded<String, Service> services = new Bounded<>(MAX_SERVICES);

  void see(LogEntry entry, EntryRef source, Detector.Found found) {
    if (hasSecret(entry.message())) {
      found.found(Catalogue.SECRET_IN_LOG, Level.INFO, entry.service(), List.of(source));
    }
    boolean audit = "security_audit".equals(entry.category()) || "audit".equals(entry.category());
    Service service = services.get(entry.service());
    if (service == null) {
      if (!audit) {
        return;
      }
      service = new Service();
      service.firstAudit = entry.timestamp().toEpochMilli();
      services.put(entry.service(), service);
    }
    long now = entry.timestamp().toEpochMilli();
    if (audit) {
      service.audits++;
      service.lastAudit = Math.max(service.lastAudit, now);
      service.othersSince = 0;
      return;
    }
    service.othersSince++;
    if (isGap(service, now)) {
      found.found(Catalogue.AUDIT_GAP, Level.HIGH, entry.service(), List.of(source));
    }
  }

  /// Audit lines came at least every two minutes on average, and now none for ten.
  private static boolean isGap(Service service, long now) {
    long silent = now - service.lastAudit;
    if (service.audits < REGULAR || service.othersSince < OTHERS || silent < GAP_MILLIS) {
      return false;
    }
    double apart = (service.lastAudit - service.firstAudit) / (double) service.audits;
    return apart < GAP_MILLIS / 5.0;
  }

  /// What masking leaves of a secret beside its name.
  private static boolean hasSecret(String message) {
    int stars = message.indexOf("***");
    if (stars < 1) {
      return false;
    }
    char before = message.charAt(stars - 1);
    return before == '=' || before == ':' || before == '"' || before == ' ';
  }
}
