package io.mallwatch.monitors.business.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mallwatch.monitors.business.mall.MallDatabase;
import io.mallwatch.monitors.business.mall.MallSchema;
import io.mallwatch.monitors.business.mall.TestMall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Ten users and what they did, small enough to be counted by hand; the same mall once with the
/// sample's tables and once with quite other ones.
class HandComputedMallTest {

  private static final Instant NOW = Instant.parse("2026-11-02T02:00:00Z");

  private static final String[] SAMPLE_ROWS = {
    // two registered today, four 7 to 37 days ago (two of them seen this week), four before
    "INSERT INTO users VALUES"
        + " (1, 'normal', 10, '2026-11-02 01:00:00', '2026-11-02 01:50:00'),"
        + " (2, 'normal', 0, '2026-11-01 03:00:00', NULL),"
        + " (3, 'vip', 0, '2026-10-20 00:00:00', '2026-11-01 00:00:00'),"
        + " (4, 'vip', 0, '2026-10-20 00:00:00', '2026-10-30 00:00:00'),"
        + " (5, 'star_1', 0, '2026-10-10 00:00:00', '2026-10-12 00:00:00'),"
        + " (6, 'star_2', 0, '2026-10-01 00:00:00', NULL),"
        + " (7, 'star_3', 0, '2026-01-01 00:00:00', '2026-11-02 01:55:00'),"
        + " (8, 'star_4', 0, '2026-01-01 00:00:00', '2026-09-20 00:00:00'),"
        + " (9, 'star_5', 0, '2026-01-01 00:00:00', '2026-09-15 00:00:00'),"
        + " (10, 'director', 0, '2026-01-01 00:00:00', '2026-02-01 00:00:00')",
    // three paid within the day (one was placed before it), one open, one paid long ago
    "INSERT INTO purchase_orders VALUES"
        + " (1, 1, 100.00, 'paid', 'wechat', '2026-11-02 01:00:00', '2026-11-02 01:00:30'),"
        + " (2, 1, 50.00, 'paid', 'alipay', '2026-11-01 12:00:00', '2026-11-01 12:01:30'),"
        + " (3, 3, 250.00, 'paid', 'card', '2026-11-01 01:59:00', '2026-11-01 02:00:00'),"
        + " (4, 7, 30.00, 'created', NULL, '2026-11-02 01:30:00', NULL),"
        + " (5, 7, 999.00, 'paid', 'card', '2026-10-01 00:00:00', '2026-10-01 00:01:00')",
    "INSERT INTO points_transactions VALUES"
        + " (1, 1, 'recharge', NULL, 15, '2026-11-02 00:00:00'),"
        + " (2, 1, 'transfer_out', 3, 4, '2026-11-02 00:10:00'),"
        + " (3, 3, 'transfer_in', 1, 4, '2026-11-02 00:10:00'),"
        + " (4, 3, 'withdraw', NULL, 3, '2026-11-01 20:00:00'),"
        + " (5, 1, 'withdraw', NULL, 1, '2026-10-30 00:00:00'),"
        + " (6, 4, 'transfer_out', 5, 100, '2026-10-31 00:00:00')",
    "INSERT INTO level_upgrades VALUES (1, 3, '2026-11-01 12:00:00')",
  };

  private static Map<String, Reading> measure(MallDatabase database) {
    return new DatabaseFigures(database).measure(Figures.ALL, NOW);
  }

  private static double value(Map<String, Reading> readings, String id) {
    Reading reading = Objects.requireNonNull(readings.get(id), id);
    assertThat(reading.reason()).as(id + ": " + reading.query()).isNull();
    return Objects.requireNonNull(reading.value(), id);
  }

  private static void assertAsCountedByHand(Map<String, Reading> readings) {
    Map<String, Double> expected =
        Map.ofEntries(
            Map.entry("newUsersPerDay", 2.0),
            Map.entry("userRetentionRate", 2 / 4.0),
            Map.entry("userChurnRate", 3 / 4.0), // 6, 8 and 9 of 6, 7, 8 and 9
            Map.entry("activeUserCount", 2.0),
            Map.entry("normal", 2.0),
            Map.entry("vip", 2.0),
            Map.entry("star_1", 1.0),
            Map.entry("star_2", 1.0),
            Map.entry("star_3", 1.0),
            Map.entry("star_4", 1.0),
            Map.entry("star_5", 1.0),
            Map.entry("director", 1.0),
            Map.entry("dailyGMV", 400.0),
            Map.entry("dailyOrderCount", 3.0),
            Map.entry("averageOrderValue", 400 / 3.0),
            Map.entry("conversionRate", 2 / 3.0), // 1 and 2 of 1, 2 and 4
            Map.entry("purchaseRequestCount", 3.0),
            Map.entry("averagePurchaseAmount", 60.0),
            Map.entry("purchaseProcessingTime", 60.0), // 30, 90 and 60
            Map.entry("dailyTransferVolume", 4.0),
            Map.entry("rechargeVolume", 15.0),
            Map.entry("withdrawalVolume", 3.0));
    expected.forEach(
        (id, number) -> assertThat(value(readings, id)).as(id).isCloseTo(number, within(1e-3)));
    Map<String, Double> features = Objects.requireNonNull(readings.get("featureUsageRate")).parts();
    // 1, 3 and 7 were active; 1 and 7 bought, 1 and 3 moved points, 3 rose
    assertThat(features.keySet()).containsExactlyInAnyOrder("purchase", "points", "upgrade");
    assertThat(features.get("purchase")).isCloseTo(2 / 3.0, within(1e-3));
    assertThat(features.get("upgrade")).isCloseTo(1 / 3.0, within(1e-3));
  }

  @Test
  void everyFigureIsWhatAPersonCounts() throws Exception {
    try (TestMall mall = new TestMall("hand", TestMall.SAMPLE);
        MallDatabase database = mall.open(MallSchema.DEFAULT)) {
      mall.sql(SAMPLE_ROWS);

      Map<String, Reading> readings = measure(database);

      assertAsCountedByHand(readings);
      // what this mall does not keep is missing with a reason, never zero
      for (String id :
          List.of(
              "loginFrequency",
              "averageSessionDuration",
              "purchaseSuccessRate",
              "transferSuccessRate")) {
        Reading reading = Objects.requireNonNull(readings.get(id));
        assertThat(reading.value()).as(id).isNull();
        assertThat(reading.reason()).as(id).contains("business.mapping");
      }
    }
  }

  @Test
  void aMallOfAnotherSchemaIsConnectedByConfigurationAlone() throws Exception {
    MallSchema other =
        MallSchema.of(
            List.of(
                "times=epoch_seconds",
                "users=shop.T_Member",
                "users.id=member_no",
                "users.level=Grade",
                "users.balance=coins",
                "users.created_at=joined",
                "users.last_login_at=seen",
                "level.normal=0",
                "level.vip=1",
                "level.star_1=11",
                "level.star_2=12",
                "level.star_3=13",
                "level.star_4=14",
                "level.star_5=15",
                "level.director=99",
                "orders=shop.trade",
                "orders.id=trade_no",
                "orders.buyer=member_no",
                "orders.amount=cents",
                "orders.amount.factor=0.01",
                "orders.status=state",
                "orders.status.paid=PAID|SHIPPED",
                "orders.status.refused=REFUSED",
                "orders.channel=pay_by",
                "orders.created_at=made",
                "orders.paid_at=paid",
                "points=shop.coin_flow",
                "points.id=flow_no",
                "points.user=member_no",
                "points.counterparty=other_no",
                "points.kind=type",
                "points.kind.recharge=IN",
                "points.kind.withdraw=OUT",
                "points.kind.transfer_out=GIVE",
                "points.kind.transfer_in=GET",
                "points.kind.credit=IN|GET",
                "points.kind.debit=OUT|GIVE",
                "points.created_at=made",
                "upgrades=shop.rise",
                "upgrades.user=member_no",
                "upgrades.created_at=made",
                "logins=shop.login_log",
                "logins.created_at=at"));
    try (TestMall mall = new TestMall("other", TestMall.SAMPLE);
        MallDatabase database = mall.open(other)) {
      mall.sql(SAMPLE_ROWS);
      mall.sql(
          "CREATE SCHEMA shop",
          "CREATE TABLE shop.\"T_Member\" AS SELECT id AS member_no, CASE level WHEN 'normal' THEN 0"
              + " WHEN 'vip' THEN 1 WHEN 'star_1' THEN 11 WHEN 'star_2' THEN 12 WHEN 'star_3' THEN 13"
              + " WHEN 'star_4' THEN 14 WHEN 'star_5' THEN 15 ELSE 99 END AS \"Grade\", points AS"
              + " coins, CAST(EXTRACT(EPOCH FROM created_at) AS BIGINT) AS joined,"
              + " CAST(EXTRACT(EPOCH FROM last_login_at) AS BIGINT) AS seen FROM public.users",
          "CREATE TABLE shop.trade AS SELECT id AS trade_no, buyer_id AS member_no,"
              + " CAST(amount * 100 AS BIGINT) AS cents, CASE WHEN id = 3 THEN 'SHIPPED' ELSE"
              + " UPPER(status) END AS state, channel AS pay_by, CAST(EXTRACT(EPOCH FROM created_at)"
              + " AS BIGINT) AS made, CAST(EXTRACT(EPOCH FROM paid_at) AS BIGINT) AS paid FROM"
              + " public.purchase_orders",
          "CREATE TABLE shop.coin_flow AS SELECT id AS flow_no, user_id AS member_no,"
              + " counterparty_id AS other_no, CASE kind WHEN 'recharge' THEN 'IN' WHEN 'withdraw'"
              + " THEN 'OUT' WHEN 'transfer_out' THEN 'GIVE' ELSE 'GET' END AS type, amount,"
              + " CAST(EXTRACT(EPOCH FROM created_at) AS BIGINT) AS made FROM"
              + " public.points_transactions",
          "CREATE TABLE shop.rise AS SELECT user_id AS member_no,"
              + " CAST(EXTRACT(EPOCH FROM created_at) AS BIGINT) AS made FROM public.level_upgrades",
          "CREATE TABLE shop.login_log (at BIGINT)",
          "INSERT INTO shop.login_log VALUES (1793500000), (1793583000), (1793584000)");

      Map<String, Reading> readings = measure(database);

      assertAsCountedByHand(readings);
      assertThat(value(readings, "purchaseSuccessRate")).isEqualTo(1);
      assertThat(value(readings, "loginFrequency")).isCloseTo(0.2, within(0.101));
    }
  }
}
