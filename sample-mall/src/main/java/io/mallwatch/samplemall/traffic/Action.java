package io.mallwatch.samplemall.traffic;

/// What customers (and others) do, and how often on an ordinary weekday's noon with eight requests
/// a second overall.
public enum Action {
  BROWSE(290),
  LOGIN(60),
  ORDER_HISTORY(36),
  VIEW_ORDER(24),
  BALANCE(18),
  ORDER(12),
  TRANSFER(6),
  RECHARGE(4),
  WITHDRAW(2),
  UPGRADE(1),
  REGISTER(0.5),
  GUESS_PASSWORD(0),
  INJECT_SQL(0),
  TRESPASS(0);

  /// The rate, in requests a second, for which [#perMinuteAtNoon()] holds.
  public static final double REFERENCE_RATE = 8;

  private final double perMinuteAtNoon;

  Action(double perMinuteAtNoon) {
    this.perMinuteAtNoon = perMinuteAtNoon;
  }

  double perMinuteAtNoon() {
    return perMinuteAtNoon;
  }
}
