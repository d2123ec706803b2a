package io.mallwatch.monitors.security;

import static io.mallwatch.monitors.security.Level.CRITICAL;
import static io.mallwatch.monitors.security.Level.HIGH;
import static io.mallwatch.monitors.security.Level.INFO;
import static io.mallwatch.monitors.security.Level.WARNING;

import io.mallwatch.monitors.security.Detection.Text;
import java.util.List;

/// The detections that are built in. Windows slide over the time of the events.
public final class Catalogue {

  static final Detection BRUTE_FORCE_ACCOUNT =
      of(
          "AUTH-1",
          "账号被暴力破解",
          "Brute force against an account",
          "同一账号10分钟内登录失败10次以上；30次以上为高。锁定账号，强制重设口令。",
          "10 or more failed log-ins of one account in 10 minutes; high from 30. Lock the account.",
          WARNING,
          HIGH);
  static final Detection BRUTE_FORCE_SOURCE =
      of(
          "AUTH-2",
          "来源地址暴力破解",
          "Brute force from an address",
          "同一地址5分钟内登录失败20次以上。限流或封禁该地址。",
          "20 or more failed log-ins from one address in 5 minutes. Limit or block it.",
          WARNING);
  static final Detection STUFFING =
      of(
          "AUTH-3",
          "撞库",
          "Credential stuffing",
          "同一地址15分钟内失败25次以上，涉及15个以上账号，其中八成每个不超过2次。封禁来源，查其中成功的登录。",
          "25 or more failures from one address over 15 or more accounts in 15 minutes, most of them"
              + " tried at most twice. Block it; look for log-ins that succeeded.",
          HIGH);
  static final Detection SPRAY =
      of(
          "AUTH-4",
          "口令喷洒",
          "Password spraying",
          "同一地址1小时内对5个以上账号各试2到6次，共15次以上。封禁来源。",
          "5 or more accounts tried 2 to 6 times each from one address, 15 failures in an hour.",
          HIGH);
  static final Detection DISTRIBUTED =
      of(
          "AUTH-5",
          "多地址破解同一账号",
          "Many addresses against one account",
          "30分钟内5个以上地址对同一账号失败10次以上。锁定账号并联系用户。",
          "10 or more failures of one account from 5 or more addresses in 30 minutes.",
          HIGH);
  static final Detection SUCCESS_AFTER_ATTACK =
      of(
          "AUTH-6",
          "攻击之后登录成功",
          "Log-in succeeded after an attack",
          "被攻击的账号或发起攻击的地址在30分钟内登录成功。视为失陷：下线会话，冻结资金操作，联系用户。",
          "The attacked account, or the attacking address, logged in within 30 minutes. Treat as"
              + " taken over: end its sessions, freeze its money, tell the user.",
          CRITICAL);
  static final Detection NEW_DEVICE =
      of(
          "AUTH-7",
          "高权限账号用新设备登录",
          "A privileged account on a new device",
          "管理员或董事从90天内未见过的地址与设备登录。向本人确认。",
          "An administrator or director logged in from an address and device not seen in 90 days.",
          HIGH);
  static final Detection IMPOSSIBLE_TRAVEL =
      of(
          "AUTH-8",
          "不可能的行程",
          "Impossible travel",
          "同一账号两次登录相距500公里以上，速度超过900公里/小时。需要日志带经纬度。",
          "Two log-ins of one account lie over 500 km apart at over 900 km/h. Needs coordinates.",
          HIGH);
  static final Detection CHANGE_THEN_WITHDRAW =
      of(
          "AUTH-9",
          "改密后提现",
          "Withdrawal after a change of credentials",
          "修改口令、手机号或二次验证后1小时内提现。暂停提现并联系用户。",
          "A withdrawal within an hour after password, phone or second factor was changed.",
          HIGH);
  static final Detection ONE_DEVICE_MANY =
      of(
          "AUTH-10",
          "同一地址批量注册或一机多号",
          "Mass registration or one device with many accounts",
          "1小时内同一地址注册20次以上，或同一设备登录5个以上账号。查刷单与薅羊毛。",
          "20 or more registrations from one address, or 5 accounts on one device, in an hour.",
          WARNING);
  static final Detection DENIED_BURST =
      of(
          "ACL-1",
          "越权尝试频繁",
          "Many denied accesses",
          "同一用户5分钟内被拒绝5次以上。看他想做什么。",
          "5 or more denied accesses of one user in 5 minutes.",
          WARNING);
  static final Detection OBJECT_WALK =
      of(
          "ACL-2",
          "水平越权遍历",
          "Walking through others' objects",
          "同一用户或地址10分钟内对20个以上不同对象得到403或404。多为编号遍历。",
          "403 or 404 on 20 or more distinct numbered objects by one user or address in 10 minutes.",
          HIGH);
  static final Detection VERTICAL =
      of(
          "ACL-3",
          "垂直越权",
          "Reaching for administration",
          "非管理员10分钟内3次以上尝试管理类资源。",
          "3 or more denied accesses to administration in 10 minutes by one who is no administrator.",
          HIGH);
  static final Detection ROLE_CHANGE =
      of(
          "ACL-4",
          "流程外的角色变更",
          "Role changed outside the flow",
          "角色或等级被直接改为管理员或董事，没有对应的订单或审批。立即核实。",
          "A role or level became administrator or director without an order or approval.",
          CRITICAL);
  static final Detection SQL_INJECTION = web("WEB-1", "SQL注入", "SQL injection");
  static final Detection SCRIPTING = web("WEB-2", "跨站脚本", "Cross-site scripting");
  static final Detection TRAVERSAL = web("WEB-3", "路径穿越与文件包含", "Path traversal");
  static final Detection COMMAND = web("WEB-4", "命令与表达式注入", "Command, JNDI or template injection");
  static final Detection SENSITIVE_FILE = web("WEB-5", "探测敏感文件", "Probing for secret files");
  static final Detection SCANNER =
      of(
          "WEB-6",
          "扫描器",
          "Scanner",
          "请求自称是已知的扫描器。若非自己的渗透测试，封禁来源。",
          "The user agent is that of a known scanner. Block it unless it is your own test.",
          WARNING);
  static final Detection FUZZING =
      of(
          "WEB-7",
          "目录爆破",
          "Guessing addresses",
          "同一来源10分钟内200次以上403或404，涉及100个以上不同地址。",
          "200 or more answers 403 or 404 on 100 or more addresses from one source in 10 minutes.",
          WARNING);
  static final Detection FLOOD =
      of(
          "WEB-8",
          "请求洪水",
          "Request flood",
          "同一来源1分钟内600次以上请求。限流。",
          "600 or more requests from one source in a minute. Limit it.",
          HIGH);
  static final Detection REPORTED =
      of(
          "APP-1",
          "应用上报的可疑行为",
          "Suspicious activity told by the application",
          "商城自己的审计日志报告了可疑行为（suspicious_activity）。",
          "The mall's own audit log told of suspicious activity.",
          WARNING);
  static final Detection BULK_EXPORT =
      of(
          "DLP-1",
          "批量导出",
          "Bulk export",
          "同一用户1小时内导出3次以上或10000行以上。确认业务需要，保留证据。",
          "3 or more exports, or 10,000 rows, by one user in an hour.",
          HIGH);
  static final Detection SCRAPING =
      of(
          "DLP-2",
          "批量查看用户资料",
          "Scraping of personal data",
          "同一人1小时内查看200个以上不同用户的资料。",
          "Details of 200 or more distinct users were looked at by one person in an hour.",
          HIGH);
  static final Detection SECRET_IN_LOG =
      of(
          "DLP-3",
          "日志里出现口令或密钥",
          "A secret in the log",
          "日志行带有口令、令牌或密钥（存储前已掩码）。改代码不要打印它，并更换该密钥。",
          "A line carried a password, token or key (masked before it was stored). Stop printing it"
              + " and change the secret.",
          INFO);
  static final Detection TRANSFER_VELOCITY =
      of(
          "BIZ-1",
          "通券转账过频",
          "Points transfers in quick succession",
          "同一账号1小时内转出10笔以上，或从10个以上账号转入。查洗分与盗号。",
          "10 or more transfers out of one account in an hour, or in from 10 or more accounts.",
          HIGH);
  static final Detection AUDIT_GAP =
      of(
          "OPS-1",
          "审计日志中断",
          "Audit log has stopped",
          "某服务一向写审计日志，现在10分钟没有，而其他日志照常。可能被关掉或篡改。",
          "A service that wrote audit lines has written none for 10 minutes while others went on.",
          HIGH);

  /// All of them.
  public static final List<Detection> ALL =
      List.of(
          BRUTE_FORCE_ACCOUNT,
          BRUTE_FORCE_SOURCE,
          STUFFING,
          SPRAY,
          DISTRIBUTED,
          SUCCESS_AFTER_ATTACK,
          NEW_DEVICE,
          IMPOSSIBLE_TRAVEL,
          CHANGE_THEN_WITHDRAW,
          ONE_DEVICE_MANY,
          DENIED_BURST,
          OBJECT_WALK,
          VERTICAL,
          ROLE_CHANGE,
          SQL_INJECTION,
          SCRIPTING,
          TRAVERSAL,
          COMMAND,
          SENSITIVE_FILE,
          SCANNER,
          FUZZING,
          FLOOD,
          REPORTED,
          BULK_EXPORT,
          SCRAPING,
          SECRET_IN_LOG,
          TRANSFER_VELOCITY,
          AUDIT_GAP);

  private Catalogue() {}

  private static Detection of(
      String id, String zh, String en, String meaningZh, String meaningEn, Level... levels) {
    return Detection.builtIn(id, new Text(zh, en), new Text(meaningZh, meaningEn), levels);
  }

  private static Detection web(String id, String zh, String en) {
    return of(
        id,
        zh,
        en,
        "请求地址或参数解码后符合攻击特征。一次为提示，10分钟内5次为警告；得到200或5xx应答为高。",
        "The decoded request looks like an attack. Info for one, warning for 5 in 10 minutes, high"
            + " when it was answered with 200 or 5xx.",
        INFO,
        WARNING,
        HIGH);
  }
}
