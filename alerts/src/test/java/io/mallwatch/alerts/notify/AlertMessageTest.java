package io.mallwatch.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertMessageTest {

  private static final Instant START = Instant.parse("2026-11-02T02:00:00.5Z");
  private static final Instant NOW = START.plusSeconds(90);
  private static final Labels LABELS =
      Labels.of(
          "alertname", "TransactionSuccessRateLow", "severity", "critical", "team", "业务\"A\"");

  private static Alert alert(Map<String, String> annotations, Instant end) {
    return new Alert(LABELS, annotations, START, end, "");
  }

  @Test
  void isTheMessageOfTheStrategyToTheLetter() {
    Alert alert =
        alert(
            Map.of(
                "summary", "交易成功率过低",
                "description", "过去5分钟交易成功率: 81%",
                "value", "0.81",
                "recommendations", "检查支付网关\n联系财务"),
            NOW.plusSeconds(60));

    assertThat(AlertMessage.of(alert, NOW).text())
        .isEqualTo(
            """
            🚨 **CRITICAL** 告警

            **告警名称**: TransactionSuccessRateLow
            **告警描述**: 过去5分钟交易成功率: 81%
            **触发时间**: 2026-11-02T10:00:00+08:00
            **持续时间**: 90秒

            **详细信息**:
            {
              "labels": {
                "alertname": "TransactionSuccessRateLow",
                "severity": "critical",
                "team": "业务\\"A\\""
              },
              "value": 0.81
            }

            **建议操作**:
            检查支付网关
            联系财务

            ---
            *此告警由中道商城监控系统自动发出*\
            """);
  }

  @Test
  void fallsBackWhereTheRuleSaysNothing() {
    AlertMessage message = AlertMessage.of(alert(Map.of(), NOW.plusSeconds(60)), NOW);

    assertThat(message.description()).isEqualTo("TransactionSuccessRateLow");
    assertThat(message.text()).contains("**建议操作**:\n请联系相关团队处理\n");
    assertThat(
            AlertMessage.of(alert(Map.of("summary", "S"), NOW.plusSeconds(1)), NOW).description())
        .isEqualTo("S");
    Alert unknown = new Alert(Labels.EMPTY, Map.of(), START, NOW.plusSeconds(1), "");
    assertThat(AlertMessage.of(unknown, NOW).text()).contains("**详细信息**:\n无\n");
  }

  @Test
  void namesTheRunbookAmongWhatToDo() {
    AlertMessage message =
        AlertMessage.of(
            alert(Map.of("runbook_url", "docs/runbooks/X.md"), NOW.plusSeconds(60)), NOW);

    assertThat(message.recommendations()).containsExactly("处理手册: docs/runbooks/X.md");
  }

  @Test
  void saysWhenItIsOver() {
    AlertMessage message =
        AlertMessage.of(alert(Map.of("value", "NaN"), START.plusSeconds(60)), NOW);

    assertThat(message.isResolved()).isTrue();
    assertThat(message.text())
        .startsWith("✅ **CRITICAL** 告警已恢复\n")
        .contains("**恢复时间**: 2026-11-02T10:01:00+08:00\n**持续时间**: 60秒\n")
        .contains("\"value\": \"NaN\"");
  }

  @Test
  void aTitleTellsLevelGroupAndSummary() {
    Notification firing =
        new Notification(
            "k",
            "critical",
            Labels.of("alertname", "TransactionSuccessRateLow", "service", "mall"),
            List.of(
                alert(Map.of("summary", "交易成功率过低"), NOW.plusSeconds(60)),
                alert(Map.of("summary", "交易成功率过低"), NOW.plusSeconds(60))),
            NOW,
            "",
            "");
    Notification resolved = firing.with(List.of(alert(Map.of(), NOW)));

    assertThat(AlertMessage.title(firing))
        .isEqualTo("🚨 [CRITICAL] TransactionSuccessRateLow mall 交易成功率过低 (2)");
    assertThat(AlertMessage.title(resolved)).isEqualTo("✅ [已恢复] TransactionSuccessRateLow mall");
    assertThat(resolved.status()).isEqualTo("resolved");
  }
}
