package io.mallwatch.monitors.business;

import java.util.List;

/// One measured thing in a part of the health score.
///
/// @param id stable name
/// @param part which part it belongs to
/// @param weight within its part, relative to the others
/// @param query PromQL for its value; see [Questions]
/// @param unit `ratio`, `seconds` or `count`
/// @param bad value that scores 0
/// @param good value that scores 1; below `bad` when less is better
/// @param gate whether a score of 0 here caps the whole
/// @param adviceZh what to do about it, in Chinese
/// @param adviceEn the same in English
public record Indicator(
    String id,
    Part part,
    double weight,
    String query,
    String unit,
    double bad,
    double good,
    boolean gate,
    String adviceZh,
    String adviceEn) {

  /// The four parts and their weights (R080 to R083).
  public enum Part {
    USER_GROWTH("userGrowth", 0.2),
    TRANSACTION_HEALTH("transactionHealth", 0.3),
    SYSTEM_PERFORMANCE("systemPerformance", 0.3),
    USER_SATISFACTION("userSatisfaction", 0.2);

    private final String id;
    private final double weight;

    Part(String id, double weight) {
      this.id = id;
      this.weight = weight;
    }

    public String id() {
      return id;
    }

    public double weight() {
      return weight;
    }
  }

  /// Maps `value` to 0..1, linear between the bounds.
  public double score(double value) {
    return Math.clamp((value - bad) / (good - bad), 0.0, 1.0);
  }

  /// What a mall is judged by unless it says otherwise.
  public static final List<Indicator> DEFAULT =
      List.of(
          new Indicator(
              "newUsers",
              Part.USER_GROWTH,
              1,
              "sum(increase(user_registration_total{$sel}[6h])) / (sum(increase(user_registration_total{$sel}[6h] offset 1w)) > 0)",
              "ratio",
              0.5,
              0.95,
              false,
              "新增用户少于上周同时段：检查注册入口与拉新渠道",
              "Fewer registrations than last week: check sign-up and campaigns"),
          new Indicator(
              "activeUsers",
              Part.USER_GROWTH,
              1,
              "sum(user_active_total{$sel}) / (sum(avg_over_time(user_active_total{$sel}[30m] offset 1w)) > 0)",
              "ratio",
              0.5,
              0.9,
              false,
              "活跃用户少于上周同时段：检查登录与首页",
              "Fewer active users than last week: check login and the home page"),
          new Indicator(
              "upgradeSuccess",
              Part.USER_GROWTH,
              1,
              "1 - sum(increase(user_upgrade_failures_total{$sel}[30m])) / (sum(increase(user_upgrade_attempts_total{$sel}[30m])) > 0)",
              "ratio",
              0.8,
              0.98,
              false,
              "等级升级失败偏多：查看升级日志",
              "Level upgrades fail too often: look at the upgrade log"),
          new Indicator(
              "paymentSuccess",
              Part.TRANSACTION_HEALTH,
              3,
              "sum(increase(transaction_success_total{$sel}[15m])) / (sum(increase(transaction_attempts_total{$sel}[15m])) > 0)",
              "ratio",
              0.9,
              0.99,
              true,
              "支付成功率偏低：检查支付网关与失败原因",
              "Payments fail too often: check the gateway and the reasons of failure"),
          new Indicator(
              "orderVolume",
              Part.TRANSACTION_HEALTH,
              2,
              "sum(increase(transaction_count_total{$sel}[1h])) / (sum(increase(transaction_count_total{$sel}[1h] offset 1w)) > 0)",
              "ratio",
              0.6,
              0.95,
              false,
              "成交笔数低于上周同时段：检查下单链路",
              "Fewer completed orders than last week: follow the order path"),
          new Indicator(
              "paymentDuration",
              Part.TRANSACTION_HEALTH,
              1,
              "histogram_quantile(0.95, sum by (le) (rate(transaction_duration_seconds_bucket{$sel}[15m])))",
              "seconds",
              3,
              0.8,
              false,
              "支付处理变慢：查看慢链路",
              "Payments got slow: look at slow traces"),
          new Indicator(
              "pointsTransferSuccess",
              Part.TRANSACTION_HEALTH,
              1,
              "1 - sum(increase(points_transfer_failures_total{$sel}[30m])) / (sum(increase(points_transfer_attempts_total{$sel}[30m])) > 0)",
              "ratio",
              0.9,
              0.99,
              false,
              "通券转账失败偏多：检查账户余额与风控",
              "Points transfers fail too often: check balances and risk control"),
          new Indicator(
              "availability",
              Part.SYSTEM_PERFORMANCE,
              2,
              "avg(up{job=~\".*mall.*\"})",
              "ratio",
              0,
              1,
              true,
              "商城服务采集不到：确认进程是否存活",
              "The mall cannot be scraped: see whether it is alive"),
          new Indicator(
              "errorRatio",
              Part.SYSTEM_PERFORMANCE,
              2,
              "(sum(rate(http_requests_total{$sel,status=~\"5..\"}[15m])) or vector(0)) / (sum(rate(http_requests_total{$sel}[15m])) > 0)",
              "ratio",
              0.05,
              0.005,
              false,
              "接口错误率偏高：查看错误日志",
              "Too many failed requests: look at the error log"),
          new Indicator(
              "latencyP95",
              Part.SYSTEM_PERFORMANCE,
              2,
              "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{$sel}[15m])))",
              "seconds",
              2,
              0.5,
              false,
              "接口变慢：查看慢链路",
              "Requests got slow: look at slow traces"),
          new Indicator(
              "poolUse",
              Part.SYSTEM_PERFORMANCE,
              1,
              "max(db_connections_active{$sel} / db_connections_total{$sel})",
              "ratio",
              0.95,
              0.7,
              false,
              "数据库连接池吃紧：查找占用连接的请求",
              "The connection pool is nearly used up: find who holds connections"),
          new Indicator(
              "apdex",
              Part.USER_SATISFACTION,
              2,
              "(sum(rate(http_request_duration_seconds_bucket{$sel,le=\"0.5\"}[15m])) + sum(rate(http_request_duration_seconds_bucket{$sel,le=~\"2.5|2.0|2\"}[15m]))) / 2 / (sum(rate(http_request_duration_seconds_count{$sel}[15m])) > 0)",
              "ratio",
              0.7,
              0.94,
              false,
              "用户体感变差（Apdex）：优先处理慢接口",
              "Users wait too long (Apdex): take the slow endpoints first"),
          new Indicator(
              "clientErrors",
              Part.USER_SATISFACTION,
              1,
              "(sum(rate(http_requests_total{$sel,status=~\"4..\"}[15m])) or vector(0)) / (sum(rate(http_requests_total{$sel}[15m])) > 0)",
              "ratio",
              0.25,
              0.05,
              false,
              "4xx 偏多：检查失效链接与前端校验",
              "Many 4xx answers: check broken links and validation"),
          new Indicator(
              "loginSuccess",
              Part.USER_SATISFACTION,
              1,
              "sum(increase(user_logins_total{$sel,result=\"success\"}[30m])) / (sum(increase(user_logins_total{$sel}[30m])) > 0)",
              "ratio",
              0.6,
              0.95,
              false,
              "登录失败偏多：检查登录服务与撞库攻击",
              "Logins fail too often: check the login service and credential stuffing"));
}
