package io.mallwatch.starter.business;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.starter.metric.TotalGauges;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BusinessMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final TotalGauges totals = new TotalGauges();
  private final BusinessMetrics metrics =
      new BusinessMetrics(
          registry, totals, new ActiveUsers(InstantSource.system(), Duration.ofMinutes(15)));

  @Test
  void everyCounterShowsZeroFromTheStart() {
    assertThat(registry.scrape())
        .contains("user_registration_total 0.0")
        .contains("user_logins_total{result=\"failure\"} 0.0")
        .contains("user_logins_total{result=\"success\"} 0.0")
        .contains("user_upgrade_attempts_total 0.0")
        .contains("user_upgrade_success_total 0.0")
        .contains("user_upgrade_failures_total 0.0")
        .contains("transaction_attempts_total 0.0")
        .contains("transaction_success_total 0.0")
        .contains("transaction_failures_total{reason=\"declined\"} 0.0")
        .contains("transaction_count_total 0.0")
        .contains("transaction_amount_total 0.0")
        .contains("transaction_duration_seconds_count 0")
        .contains("purchase_requests_total 0.0")
        .contains("purchase_success_total 0.0")
        .contains("purchase_amount_total 0.0")
        .contains("points_transfer_attempts_total 0.0")
        .contains("points_transfer_success_total 0.0")
        .contains("points_transfer_failures_total 0.0")
        .contains("points_transfer_amount_total 0.0")
        .contains("points_recharge_amount_total 0.0")
        .contains("points_withdraw_amount_total 0.0");
  }

  @Test
  void aPaymentCountsAttemptOutcomeAmountAndTime() {
    metrics.transactionAttempted();
    metrics.transactionSucceeded(new BigDecimal("268.50"), Duration.ofMillis(80));
    metrics.transactionAttempted();
    metrics.transactionFailed(TransactionFailure.GATEWAY_TIMEOUT, Duration.ofSeconds(3));

    assertThat(registry.scrape())
        .contains("transaction_attempts_total 2.0")
        .contains("transaction_success_total 1.0")
        .contains("transaction_count_total 1.0")
        .contains("transaction_amount_total 268.5")
        .contains("transaction_failures_total{reason=\"gateway_timeout\"} 1.0")
        .contains("transaction_duration_seconds_bucket{le=\"0.1\"} 1")
        .contains("transaction_duration_seconds_bucket{le=\"5.0\"} 2");
  }

  @Test
  void allEightLevelsShowAndUnknownOnesDoNot() {
    metrics.userLevels(() -> Map.of("vip", 7L, "emperor", 1L));

    assertThat(totals.text())
        .contains("user_level_total{level=\"vip\"} 7.0")
        .contains("user_level_total{level=\"director\"} 0.0")
        .doesNotContain("emperor");
    assertThat(totals.text().lines().filter(line -> line.startsWith("user_level_total{")))
        .hasSize(BusinessMetrics.LEVELS.size());
  }
}
