package io.mallwatch.monitors.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AbuseDetectionsTest {

  private final Watched watched = new Watched();

  @Test
  void fiveDeniedAccessesInFiveMinutesAreFoundAndFourAreNot() {
    for (int i = 0; i < 5; i++) {
      access("ann", "purchase_order", false);
      if (i < 4) {
        access("bob", "purchase_order", false);
      }
      access("eve", "purchase_order", true);
    }
    assertThat(watched.found()).containsExactly("ACL-1 warning ann");
  }

  @Test
  void aMemberWhoReachesForAdministrationIsFoundAndAnAdministratorIsNot() {
    for (int i = 0; i < 3; i++) {
      access("ann", "admin/settings", false);
      watched.entry(
          "security_audit",
          "permission_check",
          "root",
          "resource",
          "admin/settings",
          "granted",
          false,
          "role",
          "admin");
    }
    assertThat(watched.found()).containsExactly("ACL-3 high ann");
  }

  private void access(String user, String resource, boolean granted) {
    watched.entry(
        "security_audit", "permission_check", user, "resource", resource, "granted", granted);
  }

  @Test
  void aRoleThatRisesWithoutAnOrderIsCriticalAndOneWithAnOrderIsNot() {
    watched.entry("business", "role_change", "ann", "toRole", "admin");
    watched.entry("business", "level_change", "bob", "toLevel", "DIRECTOR", "orderId", "o-1");
    watched.entry("business", "level_change", "eve", "toLevel", "VIP");

    assertThat(watched.found()).containsExactly("ACL-4 critical ann");
  }

  @Test
  void whatTheApplicationSuspectsIsFound() {
    watched.entry(
        "security_audit",
        "suspicious_activity",
        "anonymous",
        "activity",
        "sql_injection",
        "details",
        Map.of("ip", "203.0.113.9"));

    assertThat(watched.found()).containsExactly("APP-1 warning 203.0.113.9");
  }

  @Test
  void threeExportsOrTenThousandRowsAreFoundAndASmallOneIsNot() {
    for (int i = 0; i < 3; i++) {
      watched.entry("audit", "export", "ann", "resource", "users", "rows", 10);
    }
    watched.entry("audit", "export", "bob", "resource", "users", "rows", 12_000);
    watched.entry("audit", "export", "eve", "resource", "users", "rows", 500);

    assertThat(watched.found()).containsExactly("DLP-1 high ann", "DLP-1 high bob");
  }

  @Test
  void lookingAtTwoHundredUsersIsFoundAndAtOneUserOftenIsNot() {
    for (int i = 0; i < 200; i++) {
      watched.entry("audit", "view_user", "ann", "targetUserId", "u" + i);
      watched.entry("audit", "view_user", "bob", "targetUserId", "u1");
    }
    assertThat(watched.found()).containsExactly("DLP-2 high ann");
  }

  @Test
  void aMaskedSecretInALineIsFoundAndStarsInATitleAreNot() {
    line("login with password=*** refused");
    line("rated *** by a customer".replace("rated ", "★"));
    line("5****8 points");

    assertThat(watched.found()).containsExactly("DLP-3 info mall");
  }

  private void line(String message) {
    watched.entry(
        LogEntry.builder(watched.clock.instant(), LogLevel.INFO, "mall", message).build());
  }

  @Test
  void quickTransfersOutAndManySendersInAreFound() {
    for (int i = 0; i < 10; i++) {
      watched.entry("business", "points_transfer", "ann", "toUserId", "x" + i % 2, "amount", 5);
      watched.entry("business", "points_transfer", "s" + i, "toUserId", "mule", "amount", 5);
    }
    watched.entry("business", "points_transfer", "bob", "toUserId", "eve", "amount", 5);

    assertThat(watched.found()).containsExactlyInAnyOrder("BIZ-1 high ann", "BIZ-1 high mule");
  }

  @Test
  void anAuditLogThatStopsWhileOthersGoOnIsFound() {
    for (int i = 0; i < 30; i++) {
      watched.pass(Duration.ofSeconds(30)).entry("security_audit", "x", "ann");
      line("other");
    }
    for (int i = 0; i < 60; i++) {
      watched.pass(Duration.ofSeconds(10)).entry("application", "x", "ann");
    }
    assertThat(watched.found()).containsExactly("OPS-1 high mall");
  }

  @Test
  void aServiceThatIsQuietAltogetherHasNoGap() {
    for (int i = 0; i < 30; i++) {
      watched.pass(Duration.ofSeconds(30)).entry("security_audit", "x", "ann");
    }
    watched.pass(Duration.ofHours(2));
    line("other");

    assertThat(watched.found()).isEmpty();
  }
}
