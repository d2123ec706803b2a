package io.mallwatch.monitors.business.figure;

import io.mallwatch.monitors.business.mall.SqlTemplate;
import java.util.List;
import java.util.Map;

/// The fifteen of the paper's `UserMetrics` (R039 to R053), in its order.
final class UserFigures {

  private UserFigures() {}

  static final List<Figure> ALL =
      List.of(
          new Figure(
              "newUsersPerDay",
              "R039",
              "users",
              "count",
              "24h",
              new Words("每日新增用户", "New users per day"),
              new Words("最近 24 小时内注册的用户数", "users who registered in the last 24 hours"),
              new Words("24 小时内没有人注册", "nobody registered in 24 hours"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_new_users_per_day",
              Map.of(),
              new SqlTemplate(
                  "SELECT COUNT(*) AS answer FROM {users} WHERE {users.created_at} >= :minus1d AND "
                      + "{users.created_at} < :now"),
              "sum(increase(user_registration_total{$sel}[1d]))",
              true),
          new Figure(
              "userRetentionRate",
              "R040",
              "users",
              "ratio",
              "30d",
              new Words("用户留存率", "User retention rate"),
              new Words(
                  "7 至 37 天前注册的用户中，最近 7 天内登录过的占比",
                  "of the users who registered 7 to 37 days ago, the share that logged in within "
                      + "the last 7 days"),
              new Words("那一个月的新用户无人再来", "none of that month's new users came back"),
              new Words(
                  "商城数据库未连接，或没有所需的列",
                  "the mall's database is not connected, or lacks a column that is needed"),
              "mall_business_user_retention_rate",
              Map.of(),
              new SqlTemplate(
                  "SELECT SUM(CASE WHEN {users.last_login_at} >= :minus7d AND "
                      + "{users.last_login_at} < :now THEN 1.0 ELSE 0.0 END) / NULLIF(COUNT(*), 0) AS "
                      + "answer FROM {users} WHERE {users.created_at} >= :minus37d AND {users.created_at} "
                      + "< :minus7d"),
              null,
              false),
          new Figure(
              "userChurnRate",
              "R041",
              "users",
              "ratio",
              "30d",
              new Words("用户流失率", "User churn rate"),
              new Words(
                  "30 天前已注册、且最近 60 天内登录过（未登录过的按注册时间）的用户中，最近 30 天未再登录的占比",
                  "of the users older than 30 days who were last seen (else registered) within 60 "
                      + "days, the share not seen for 30 days"),
              new Words("没有人离开", "nobody left"),
              new Words(
                  "商城数据库未连接，或没有所需的列",
                  "the mall's database is not connected, or lacks a column that is needed"),
              "mall_business_user_churn_rate",
              Map.of(),
              new SqlTemplate(
                  "SELECT SUM(CASE WHEN COALESCE({users.last_login_at}, {users.created_at}) < "
                      + ":minus30d THEN 1.0 ELSE 0.0 END) / NULLIF(COUNT(*), 0) AS answer FROM {users} "
                      + "WHERE {users.created_at} < :minus30d AND COALESCE({users.last_login_at}, "
                      + "{users.created_at}) >= :minus60d"),
              null,
              false),
          new Figure(
              "activeUserCount",
              "R042",
              "users",
              "count",
              "15m",
              new Words("活跃用户数", "Active users"),
              new Words(
                  "最近 15 分钟内有动作的不同用户数：指标按任何请求计，数据库按登录、下单、通券计",
                  "distinct users with any act in the last 15 minutes: metrics see every request, "
                      + "the database log-ins, orders and points"),
              new Words("此刻没有人在用", "nobody is here now"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_active_users",
              Map.of(),
              new SqlTemplate(
                  "SELECT COUNT(*) AS answer FROM (SELECT {users.id} AS who FROM {users} WHERE "
                      + "{users.last_login_at} >= :minus15m AND {users.last_login_at} < :now UNION "
                      + "SELECT {orders.buyer} FROM {orders} WHERE {orders.created_at} >= :minus15m AND "
                      + "{orders.created_at} < :now UNION SELECT {points.user} FROM {points} WHERE "
                      + "{points.kind} IN ({points.kind.recharge}, {points.kind.withdraw}, "
                      + "{points.kind.transfer_out}) AND "
                      + "{points.created_at} >= :minus15m AND {points.created_at} < :now) seen"),
              "sum(user_active_total{$sel})",
              false),
          new Figure(
              "normal",
              "R043",
              "users",
              "count",
              "now",
              new Words("普通会员数量", "Ordinary members"),
              new Words("此刻等级为普通会员的用户数", "users whose level is normal now"),
              new Words("没有人在这一等级", "nobody has this level"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_members",
              Map.of("level", "normal"),
              new SqlTemplate(
                  "SELECT COUNT(*) AS answer FROM {users} WHERE {users.level} IN ({level.normal})"),
              "sum(user_level_total{$sel,level=\"normal\"})",
              true),
          new Figure(
              "vip",
              "R044",
              "users",
              "count",
              "now",
              new Words("VIP会员数量", "VIP members"),
              new Words("此刻等级为VIP会员的用户数", "users whose level is vip now"),
              new Words("没有人在这一等级", "nobody has this level"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_members",
              Map.of("level", "vip"),
              new SqlTemplate(
                  "SELECT COUNT(*) AS answer FROM {users} WHERE {users.level} IN ({level.vip})"),
              "sum(user_level_total{$sel,level=\"vip\"})",
              true),
          new Figure(
              "star_1",
              "R045",
              "users",
              "count",
              "now",
              new Words("一星店长数量", "1-star shopkeepers"),
              new Words("此刻等级为一星店长的用户数", "users whose level is star_1 now"),
              new Words("没有人在这一等级", "nobody has this level"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_members",
              Map.of("level", "star_1"),
              new SqlTemplate(
                  "SELECT COUNT(*) AS answer FROM {users} WHERE {users.level} IN ({level.star_1})"),
              "sum(user_level_total{$sel,level=\"star_1\"})",
              true),
          new Figure(
              "star_2",
              "R046",
              "users",
              "count",
              "now",
              new Words("二星店长数量", "2-star shopkeepers"),
              new Words("此刻等级为二星店长的用户数", "users whose level is star_2 now"),
              new Words("没有人在这一等级", "nobody has this level"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_members",
              Map.of("level", "star_2"),
              new SqlTemplate(
                  "SELECT COUNT(*) AS answer FROM {users} WHERE {users.level} IN ({level.star_2})"),
              "sum(user_level_total{$sel,level=\"star_2\"})",
              true),
          new Figure(
              "star_3",
              "R047",
              "users",
              "count",
              "now",
              new Words("三星店长数量", "3-star shopkeepers"),
              new Words("此刻等级为三星店长的用户数", "users whose level is star_3 now"),
              new Words("没有人在这一等级", "nobody has this level"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_members",
              Map.of("level", "star_3"),
              new SqlTemplate(
                  "SELECT COUNT(*) AS answer FROM {users} WHERE {users.level} IN ({level.star_3})"),
              "sum(user_level_total{$sel,level=\"star_3\"})",
              true),
          new Figure(
              "star_4",
              "R048",
              "users",
              "count",
              "now",
              new Words("四星店长数量", "4-star shopkeepers"),
              new Words("此刻等级为四星店长的用户数", "users whose level is star_4 now"),
              new Words("没有人在这一等级", "nobody has this level"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_members",
              Map.of("level", "star_4"),
              new SqlTemplate(
                  "SELECT COUNT(*) AS answer FROM {users} WHERE {users.level} IN ({level.star_4})"),
              "sum(user_level_total{$sel,level=\"star_4\"})",
              true),
          new Figure(
              "star_5",
              "R049",
              "users",
              "count",
              "now",
              new Words("五星店长数量", "5-star shopkeepers"),
              new Words("此刻等级为五星店长的用户数", "users whose level is star_5 now"),
              new Words("没有人在这一等级", "nobody has this level"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_members",
              Map.of("level", "star_5"),
              new SqlTemplate(
                  "SELECT COUNT(*) AS answer FROM {users} WHERE {users.level} IN ({level.star_5})"),
              "sum(user_level_total{$sel,level=\"star_5\"})",
              true),
          new Figure(
              "director",
              "R050",
              "users",
              "count",
              "now",
              new Words("董事数量", "Directors"),
              new Words("此刻等级为董事的用户数", "users whose level is director now"),
              new Words("没有人在这一等级", "nobody has this level"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_members",
              Map.of("level", "director"),
              new SqlTemplate(
                  "SELECT COUNT(*) AS answer FROM {users} WHERE {users.level} IN ({level.director})"),
              "sum(user_level_total{$sel,level=\"director\"})",
              true),
          new Figure(
              "loginFrequency",
              "R051",
              "users",
              "per_user",
              "24h",
              new Words("登录频次", "Login frequency"),
              new Words(
                  "最近 24 小时成功登录次数 ÷ 此刻全部用户数",
                  "successful log-ins of the last 24 hours ÷ all users now"),
              new Words("24 小时内没有人登录", "nobody logged in within 24 hours"),
              new Words(
                  "没有登录表（logins 映射）也没有登录指标，或没有用户",
                  "neither a table of log-ins (mapping `logins`) nor metrics of them, or no users"),
              "mall_business_login_frequency",
              Map.of(),
              new SqlTemplate(
                  "SELECT (SELECT COUNT(*) FROM {logins} WHERE {logins.created_at} >= :minus1d AND "
                      + "{logins.created_at} < :now) * 1.0 / NULLIF(COUNT(*), 0) AS answer FROM {users}"),
              "sum(increase(user_logins_total{$sel,result=\"success\"}[1d])) / "
                  + "(sum(user_level_total{$sel}) > 0)",
              true),
          new Figure(
              "averageSessionDuration",
              "R052",
              "users",
              "seconds",
              "24h",
              new Words("平均会话时长", "Average session duration"),
              new Words(
                  "数据库：24 小时内结束的会话的平均时长；指标：利特尔法则的估计，平均在线人数 ÷ 每秒登录数，再减去 15 分钟在线窗口",
                  "database: mean length of the sessions that ended in 24 hours; metrics: an "
                      + "estimate by Little's law, mean users online ÷ log-ins a second, less the 15 "
                      + "minutes that somebody counts as online"),
              new Words("会话短到量不出", "sessions too short to measure"),
              new Words(
                  "没有会话表（sessions 映射），也没有登录与在线指标",
                  "neither a table of sessions (mapping `sessions`) nor metrics of log-ins and "
                      + "users online"),
              "mall_business_average_session_duration_seconds",
              Map.of(),
              new SqlTemplate(
                  "SELECT AVG(seconds({sessions.started_at}, {sessions.ended_at})) AS answer FROM "
                      + "{sessions} WHERE {sessions.ended_at} >= :minus1d AND {sessions.ended_at} < :now"),
              "clamp_min(sum(avg_over_time(user_active_total{$sel}[1d])) / "
                  + "(sum(rate(user_logins_total{$sel,result=\"success\"}[1d])) > 0) - 900, 0)",
              false),
          new Figure(
              "featureUsageRate",
              "R053",
              "users",
              "ratio",
              "24h",
              new Words("功能使用率", "Usage rate per feature"),
              new Words(
                  "数据库：24 小时内用过采购、通券、升级的不同用户 ÷ 活跃用户；指标：24 小时内各路由在成功请求中的占比",
                  "database: distinct users of purchases, points and upgrades ÷ users active in 24 "
                      + "hours; metrics: each route's share of the successful requests in 24 hours"),
              new Words("这个功能没有人用", "nobody used this feature"),
              new Words("窗口内没有可除的数，或数据没有到达", "nothing to divide by in the window, or no data came"),
              "mall_business_feature_usage_rate",
              Map.of(),
              new SqlTemplate(
                  "SELECT f.label AS label, f.users * 1.0 / NULLIF(a.users, 0) AS answer FROM "
                      + "(SELECT 'purchase' AS label, COUNT(DISTINCT {orders.buyer}) AS users FROM "
                      + "{orders} WHERE {orders.created_at} >= :minus1d AND {orders.created_at} < :now "
                      + "UNION ALL SELECT 'points', COUNT(DISTINCT {points.user}) FROM {points} WHERE "
                      + "{points.kind} IN ({points.kind.recharge}, {points.kind.withdraw}, "
                      + "{points.kind.transfer_out}) AND "
                      + "{points.created_at} >= :minus1d AND {points.created_at} < :now UNION ALL SELECT "
                      + "'upgrade', COUNT(DISTINCT {upgrades.user}) FROM {upgrades} WHERE "
                      + "{upgrades.created_at} >= :minus1d AND {upgrades.created_at} < :now) f CROSS "
                      + "JOIN (SELECT COUNT(*) AS users FROM (SELECT {users.id} AS who FROM {users} "
                      + "WHERE {users.last_login_at} >= :minus1d AND {users.last_login_at} < :now UNION "
                      + "SELECT {orders.buyer} FROM {orders} WHERE {orders.created_at} >= :minus1d AND "
                      + "{orders.created_at} < :now UNION SELECT {points.user} FROM {points} WHERE "
                      + "{points.kind} IN ({points.kind.recharge}, {points.kind.withdraw}, "
                      + "{points.kind.transfer_out}) AND "
                      + "{points.created_at} >= :minus1d AND {points.created_at} < :now) seen) a"),
              "topk(20, label_replace(sum by (route) "
                  + "(increase(http_requests_total{$sel,status=~\"2..\"}[1d])), \"label\", \"$1\", "
                  + "\"route\", \"(.*)\") / on() group_left() "
                  + "(sum(increase(http_requests_total{$sel,status=~\"2..\"}[1d])) > 0))",
              false));
}
