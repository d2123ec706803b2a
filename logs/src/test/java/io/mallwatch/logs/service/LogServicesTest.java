package io.mallwatch.logs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.logs.lucene.LuceneLogConfig;
import io.mallwatch.logs.lucene.LuceneLogStore;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogServicesTest {

  private static final Instant START = Instant.parse("2026-11-02T01:00:00Z");
  private static final LogServices.Period EVER = new LogServices.Period(null, null);

  @TempDir Path folder;
  private LuceneLogStore store;
  private LogServices services;

  @BeforeEach
  void open() {
    LuceneLogConfig config =
        LuceneLogConfig.defaults()
            .withFreshness(new LuceneLogConfig.Freshness(Duration.ZERO, Duration.ofSeconds(60)));
    store = LuceneLogStore.open(config, folder, FakeClock.mondayMorning());
    services = new LogServices(store, "*", ZoneId.of("Asia/Shanghai"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static LogEntry.Builder line(int minute, LogLevel level, String service, String text) {
    return LogEntry.builder(START.plus(Duration.ofMinutes(minute)), level, service, text);
  }

  private void keep(LogEntry.Builder... entries) {
    List<LogEntry> built = new ArrayList<>();
    for (LogEntry.Builder entry : entries) {
      built.add(entry.build());
    }
    store.append(new LogBatch("zhongdao-mall-logs-2026.11.02", built));
  }

  private static List<String> messages(LogSearchResult found) {
    return found.hits().stream().map(hit -> hit.entry().message()).toList();
  }

  private static LogEntry.Builder activity(int minute, String user, String action) {
    return line(minute, LogLevel.INFO, "user", action + " " + minute)
        .category(LogServices.USER_ACTIVITY)
        .userId(user)
        .action(action);
  }

  @Test
  void userActivityIsOfOneUserInThePeriodNewestFirst() {
    keep(
        activity(0, "u1", "login"),
        activity(1, "u1", "browse"),
        activity(2, "u2", "login"),
        activity(3, "u1", "login"),
        line(4, LogLevel.INFO, "user", "not an activity").userId("u1"));
    LogServices.Page page = LogServices.Page.DEFAULT;
    LogSearchResult all = services.userActivity("u1", EVER, List.of(), page, Deadline.NEVER);
    assertThat(messages(all)).containsExactly("login 3", "browse 1", "login 0");
    assertThat(all.total()).isEqualTo(3);
    assertThat(messages(services.userActivity("u1", EVER, List.of("login"), page, Deadline.NEVER)))
        .containsExactly("login 3", "login 0");
    LogServices.Period inclusive =
        new LogServices.Period(START.plusSeconds(60), START.plusSeconds(180));
    assertThat(messages(services.userActivity("u1", inclusive, List.of(), page, Deadline.NEVER)))
        .containsExactly("login 3", "browse 1");
    LogServices.Page second = new LogServices.Page(1, 1);
    assertThat(messages(services.userActivity("u1", EVER, List.of(), second, Deadline.NEVER)))
        .containsExactly("browse 1");
  }

  @Test
  void errorsAreFoundByWordsOfEitherMessageAndByPage() {
    LogEntry.LogError error = new LogEntry.LogError("E", "连接超时", null);
    keep(
        line(0, LogLevel.ERROR, "order", "下单失败").error(error),
        line(1, LogLevel.ERROR, "order", "连接超时，重试"),
        line(2, LogLevel.ERROR, "payment", "refused"),
        line(3, LogLevel.WARN, "order", "slow"));
    LogServices.Page page = LogServices.Page.DEFAULT;
    assertThat(
            services
                .errors(new LogServices.Errors(null, null, null), EVER, page, Deadline.NEVER)
                .total())
        .isEqualTo(3);
    assertThat(
            messages(
                services.errors(
                    new LogServices.Errors(null, "order", "连接超时"), EVER, page, Deadline.NEVER)))
        .containsExactly("连接超时，重试", "下单失败");
    assertThat(
            messages(
                services.errors(
                    new LogServices.Errors(LogLevel.WARN, null, null), EVER, page, Deadline.NEVER)))
        .containsExactly("slow");
    assertThat(
            messages(
                services.errors(
                    new LogServices.Errors(null, null, null),
                    EVER,
                    new LogServices.Page(2, 2),
                    Deadline.NEVER)))
        .containsExactly("下单失败");
  }

  @Test
  void transactionsAreOfBuyerSellerOrDoerAndAuditsApart() {
    keep(
        line(0, LogLevel.INFO, "order", "bought")
            .category(LogServices.BUSINESS_TRANSACTION)
            .action("purchase_order")
            .data("buyerId", "u1")
            .data("sellerId", "u2"),
        line(1, LogLevel.INFO, "points", "gave")
            .category(LogServices.BUSINESS_TRANSACTION)
            .action("points_transfer")
            .userId("u1"),
        line(2, LogLevel.INFO, "auth", "Permission check")
            .category(LogServices.SECURITY_AUDIT)
            .action("permission_check")
            .userId("u1"));
    LogServices.Page page = LogServices.Page.DEFAULT;
    assertThat(messages(services.transactions("u1", EVER, List.of(), page, Deadline.NEVER)))
        .containsExactly("gave", "bought");
    assertThat(messages(services.transactions("u2", EVER, List.of(), page, Deadline.NEVER)))
        .containsExactly("bought");
    assertThat(
            messages(
                services.transactions(
                    null, EVER, List.of("points_transfer"), page, Deadline.NEVER)))
        .containsExactly("gave");
    assertThat(messages(services.audit(null, EVER, List.of(), page, Deadline.NEVER)))
        .containsExactly("Permission check");
    assertThat(services.audit("u2", EVER, List.of(), page, Deadline.NEVER).total()).isZero();
  }

  @Test
  void statisticsCountEveryServiceAndFillTheGaps() {
    for (int i = 0; i < 30; i++) {
      keep(line(0, i == 0 ? LogLevel.ERROR : LogLevel.INFO, "service-" + i, "x"));
    }
    keep(line(180, LogLevel.INFO, "service-0", "x"));
    LogStatistics hours =
        services.statistics(
            START, START.plusSeconds(10_800), LogStatistics.Interval.HOUR, Deadline.NEVER);
    assertThat(hours.totalLogs()).isEqualTo(31);
    assertThat(hours.timeSeries())
        .extracting(LogStatistics.Point::count)
        .containsExactly(30L, 0L, 0L, 1L);
    assertThat(hours.timeSeries().getFirst().timestamp()).isEqualTo(START);
    assertThat(hours.byLevel()).containsEntry("info", 30L).containsEntry("error", 1L);
    assertThat(hours.byService()).hasSize(30).containsEntry("service-0", 2L);
    LogStatistics days =
        services.statistics(
            START, START.plusSeconds(86_400), LogStatistics.Interval.DAY, Deadline.NEVER);
    assertThat(days.timeSeries())
        .containsExactly(new LogStatistics.Point(Instant.parse("2026-11-01T16:00:00Z"), 31));
    LogStatistics weeks =
        services.statistics(
            START, START.plusSeconds(86_400), LogStatistics.Interval.WEEK, Deadline.NEVER);
    assertThat(weeks.timeSeries()).hasSize(1);
  }

  @Test
  void aPeriodThatEndsBeforeItStartsIsRefused() {
    assertThatThrownBy(() -> new LogServices.Period(START, START.minusMillis(1)))
        .isInstanceOf(BadQueryException.class);
    assertThatThrownBy(() ->
            services.statistics(Instant.EPOCH, START, LogStatistics.Interval.HOUR, Deadline.NEVER))
        .isInstanceOf(BadQueryException.class)
        .hasMessageContaining("points");
  }
}
