package io.mallwatch.samplemall.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.samplemall.Await;
import io.mallwatch.samplemall.TestMall;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficTest {
  @Test
  void customersDoEverythingAndAttackersAttack(@TempDir Path folder) {
    try (TestMall mall =
        TestMall.open(
            folder,
            "--mall.traffic-rate=400",
            "--mall.faults=login-brute-force,sql-injection,permission-violations")) {
      Await.until(() -> {
        assertThat(mall.counter("http.requests", "route", "/api/v1/shops", "status", "200"))
            .isPositive();
        assertThat(mall.counter("user.logins", "result", "success")).isPositive();
        assertThat(mall.counter("transaction.success")).isPositive();
        assertThat(mall.counter("points.transfer.success")).isPositive();
        assertThat(mall.counter("points.recharge.amount")).isPositive();
        assertThat(mall.counter("points.withdraw.amount")).isPositive();
        assertThat(mall.counter("user.registration")).isPositive();
        assertThat(mall.counter("user.upgrade.success")).isPositive();
        assertThat(mall.counter("user.logins", "result", "failure")).isPositive();
        assertThat(mall.counter("security.events", "event", "sql_injection")).isPositive();
        assertThat(mall.counter("permission.checks", "granted", "false")).isPositive();
      });
      assertThat(mall.counter("mall.traffic.actions", "outcome", "failed")).isZero();
    }
  }
}
