package io.mallwatch.monitors.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.monitors.security.sigma.SigmaReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The Sigma rules that are shipped, each with what it finds and what it does not.
class SigmaDetectorTest {

  private final Watched watched =
      new Watched(List.of(), List.of(), SigmaReader.shipped().checked());

  private void line(LogLevel level, String message) {
    watched.entry(LogEntry.builder(watched.clock.instant(), level, "mall", message).build());
  }

  @Test
  void wordsInErrorsAreFoundAndTheSameWordsInPlainLinesAreNot() {
    for (LogLevel level : new LogLevel[] {LogLevel.ERROR, LogLevel.INFO}) {
      line(level, "You have an error in your SQL syntax near '1'");
      line(level, "org.springframework.expression.spel.SpelEvaluationException: EL1008E");
      line(level, "ObjectInputFilter: filter status: REJECTED, class evil.Gadget");
      line(level, "DOCTYPE is disallowed when the feature is set");
      line(level, "JWT signature does not match locally computed signature");
    }
    assertThat(watched.found())
        .containsExactly(
            "MW-APP-SQL-ERROR info mall",
            "MW-APP-EXPRESSION high mall",
            "MW-APP-DESERIALIZATION high mall",
            "MW-APP-XXE warning mall",
            "MW-APP-TOKEN info mall");
  }

  @Test
  void tenSqlErrorsInTenMinutesAreCorrelatedAndTenInADayAreNot() {
    for (int i = 0; i < 10; i++) {
      watched.pass(Duration.ofHours(2));
      line(LogLevel.ERROR, "SQLSyntaxErrorException");
    }
    assertThat(watched.found()).noneMatch(found -> found.startsWith("MW-APP-SQL-ERRORS"));
    for (int i = 0; i < 10; i++) {
      line(LogLevel.ERROR, "SQLSyntaxErrorException");
    }
    assertThat(watched.found()).contains("MW-APP-SQL-ERRORS high mall");
  }

  @Test
  void twentyForgedTokensInFiveMinutesAreCorrelated() {
    for (int i = 0; i < 20; i++) {
      line(LogLevel.WARN, "invalid signature in token");
    }
    assertThat(watched.found()).contains("MW-APP-TOKENS high mall");
  }

  @Test
  void aShellThatAnswersIsCriticalAndOneThatIsNotThereIsNot() {
    watched.request("203.0.113.9", "/upload/a.jsp?cmd=ls", 200);
    watched.request("203.0.113.8", "/upload/a.jsp?cmd=ls", 404);
    watched.request("203.0.113.7", "/index.php?page=2", 200);

    assertThat(watched.found()).containsExactly("MW-WEB-SHELL critical 203.0.113.9");
  }

  @Test
  void strangeMethodsAreFound() {
    for (String method : new String[] {"TRACE", "GET"}) {
      watched.entry("access", null, "", "ip", "203.0.113.9", "method", method, "url", "/x");
    }
    assertThat(watched.found()).containsExactly("MW-WEB-METHOD info 203.0.113.9");
  }

  @Test
  void aClearedAuditLogAndAGrantedRoleAreFound() {
    watched.entry("security_audit", "audit_clear", "ann");
    watched.entry("security_audit", "audit_read", "ann");
    watched.entry("security_audit", "grant_role", "bob", "toRole", "super-admin", "orderId", "7");
    watched.entry("security_audit", "grant_role", "eve", "toRole", "seller");

    assertThat(watched.found())
        .containsExactly("MW-AUDIT-CLEARED critical ann", "MW-AUDIT-GRANT warning bob");
  }

  @Test
  void everyShippedRuleIsADetection() {
    assertThat(watched.monitor.detections())
        .extracting(Detection::id)
        .contains("MW-WEB-SHELL", "MW-APP-SQL-ERRORS", "AUTH-1")
        .doesNotHaveDuplicates();
  }
}
