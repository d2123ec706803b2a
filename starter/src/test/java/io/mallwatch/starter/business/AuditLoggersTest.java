package io.mallwatch.starter.business;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mallwatch.starter.log.LogLine;
import io.mallwatch.starter.log.LogLines;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.SpanContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuditLoggersTest {
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger parent = (Logger) LoggerFactory.getLogger("mallwatch");
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final UserActivityLogger activity = new UserActivityLogger();
  private final SecurityAuditLogger audit = new SecurityAuditLogger(registry);

  @BeforeEach
  void listen() {
    logged.start();
    parent.addAppender(logged);
    parent.setLevel(Level.INFO);
  }

  @AfterEach
  void stopListening() {
    parent.detachAppender(logged);
  }

  private LogLine line() {
    assertThat(logged.list).hasSize(1);
    return new LogLines("shop").of(logged.list.get(0), SpanContext.getInvalid());
  }

  @Test
  void logInAttemptsAreUserActivity() {
    activity.logUserLogin("u-1", Map.of("ip", "203.0.113.9"), false);

    LogLine line = line();
    assertThat(line.message()).isEqualTo("User login attempt");
    assertThat(line.category()).isEqualTo("user_activity");
    assertThat(line.action()).isEqualTo("login");
    assertThat(line.userId()).isEqualTo("u-1");
    assertThat(line.data())
        .containsEntry("success", false)
        .containsEntry("deviceInfo", Map.of("ip", "203.0.113.9"));
  }

  @Test
  void upgradesAreUserActivityWithTheirDuration() {
    activity.logUserUpgrade("u-1", "normal", "vip", Duration.ofMillis(12));

    LogLine line = line();
    assertThat(line.action()).isEqualTo("level_upgrade");
    assertThat(line.duration()).isEqualTo(12);
    assertThat(line.data()).containsEntry("fromLevel", "normal").containsEntry("toLevel", "vip");
  }

  @Test
  void purchaseOrdersAreFoundByTheirBuyer() {
    activity.logPurchaseOrder("u-1", "shop-2", new BigDecimal("99.00"), "created");

    LogLine line = line();
    assertThat(line.category()).isEqualTo("business_transaction");
    assertThat(line.userId()).isEqualTo("u-1");
    assertThat(line.data())
        .containsEntry("buyerId", "u-1")
        .containsEntry("sellerId", "shop-2")
        .containsEntry("status", "created");
  }

  @Test
  void permissionChecksKeepTheActionThatWasAttempted() {
    audit.logPermissionCheck("u-1", "orders", "delete", false);

    LogLine line = line();
    assertThat(line.level()).isEqualTo("info");
    assertThat(line.category()).isEqualTo("security_audit");
    assertThat(line.action()).isEqualTo("permission_check");
    assertThat(line.data())
        .containsEntry("attemptedAction", "delete")
        .containsEntry("resource", "orders")
        .containsEntry("granted", false);
    assertThat(registry.get("permission.checks").tag("granted", "false").counter().count())
        .isEqualTo(1);
    assertThat(
            registry
                .get("security.events")
                .tags("event", "permission_check", "outcome", "denied")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void suspiciousActivityIsAWarningUnderABoundedLabel() {
    audit.logSuspiciousActivity("u-1", "sql_injection", Map.of("parameter", "q"));

    LogLine line = line();
    assertThat(line.level()).isEqualTo("warn");
    assertThat(line.message()).isEqualTo("Suspicious activity detected");
    assertThat(line.data()).containsEntry("details", Map.of("parameter", "q"));
    for (int i = 0; i < 50; i++) {
      audit.logSuspiciousActivity("u-1", "invented-" + i, Map.of());
    }
    assertThat(
            registry
                .get("security.events")
                .tags("event", "other", "outcome", "detected")
                .counter()
                .count())
        .isEqualTo(50);
    assertThat(registry.find("security.events").counters()).hasSizeLessThan(20);
  }
}
