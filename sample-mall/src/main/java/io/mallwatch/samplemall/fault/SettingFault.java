package io.mallwatch.samplemall.fault;

import org.springframework.jdbc.core.simple.JdbcClient;

/// A fault that is a wrong row in the database.
public final class SettingFault implements FaultAction {
  private final JdbcClient jdbc;
  private final String breaking;
  private final String mending;

  private SettingFault(JdbcClient jdbc, String breaking, String mending) {
    this.jdbc = jdbc;
    this.breaking = breaking;
    this.mending = mending;
  }

  /// Level rules that someone deactivated.
  public static SettingFault inactiveLevelRules(JdbcClient jdbc) {
    return new SettingFault(
        jdbc, "UPDATE level_rules SET active = FALSE", "UPDATE level_rules SET active = TRUE");
  }

  /// A points ledger that someone froze.
  public static SettingFault frozenLedger(JdbcClient jdbc) {
    return new SettingFault(
        jdbc,
        "UPDATE mall_settings SET content = 'true' WHERE name = 'points_ledger_frozen'",
        "UPDATE mall_settings SET content = 'false' WHERE name = 'points_ledger_frozen'");
  }

  @Override
  public void start() {
    jdbc.sql(breaking).update();
  }

  @Override
  public void stop() {
    jdbc.sql(mending).update();
  }
}
