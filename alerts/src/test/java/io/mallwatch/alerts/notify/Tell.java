package io.mallwatch.alerts.notify;

import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpClients;
import io.mallwatch.alerts.template.Template;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.HttpStub;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/// One vendor's channel against a loopback fake of the vendor, told about the mall.
public final class Tell implements AutoCloseable {

  public static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private final HttpClients http = new HttpClients();
  private final HttpStub vendor;
  private final Channel channel;

  /// @param answer of the fake
  /// @param config for the fake's address
  public Tell(
      Function<HttpStub.Request, HttpStub.Answer> answer, Function<String, ChannelConfig> config) {
    this.vendor = HttpStub.answering(answer);
    this.channel =
        config
            .apply(vendor.url().toString())
            .open(
                new ChannelTools(
                    Template.parse("", "", Set.of()),
                    http,
                    InstantSource.fixed(NOW),
                    new Random(1)));
  }

  public Channel channel() {
    return channel;
  }

  public List<HttpStub.Request> requests() {
    return vendor.requests();
  }

  public String body() {
    return vendor.requests().getLast().text();
  }

  public Delivery send(Notification notification) {
    return channel.send(notification, Deadline.after(Duration.ofSeconds(20)));
  }

  /// What became of a notification, in a word, with what it says.
  public String outcome() {
    return switch (send(firing(1))) {
      case Delivery.Sent(String receipt) -> ("sent " + receipt).strip();
      case Delivery.Retry(String reason, Duration _) -> "retry " + reason;
      case Delivery.Limited(String reason, Duration after) ->
          "limited " + after.toSeconds() + " " + reason;
      case Delivery.Unknown(String reason) -> "unknown " + reason;
      case Delivery.Failed(String reason, boolean taken) ->
          (taken ? "failed but taken " : "failed ") + reason;
    };
  }

  /// A group of `count` critical alerts about payments.
  public static Notification firing(int count) {
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      alerts.add(alert(i, NOW.plusSeconds(600)));
    }
    return group(alerts);
  }

  /// A group of one alert that has ended.
  public static Notification resolved() {
    return group(List.of(alert(0, NOW.minusSeconds(1))));
  }

  private static Alert alert(int number, Instant end) {
    return new Alert(
        Labels.of(
            "alertname",
            "TransactionSuccessRateLow",
            "severity",
            "critical",
            "instance",
            "pay-" + number),
        Map.of(
            "summary", "交易成功率过低",
            "description", "过去5分钟交易成功率: 90% <第" + number + "台> & 其他",
            "value", "0.9",
            "runbook_url", "https://wiki.mall.cn/runbooks/pay"),
        NOW.minusSeconds(90),
        end,
        "http://mall/metrics?query=up");
  }

  private static Notification group(List<Alert> alerts) {
    return new Notification(
        "{}:{alertname=\"TransactionSuccessRateLow\"}",
        "critical",
        Labels.of("alertname", "TransactionSuccessRateLow"),
        alerts,
        NOW,
        "http://watch.mall.cn",
        "http://watch.mall.cn/incidents/INC-000042");
  }

  @Override
  public void close() {
    vendor.close();
    http.close();
  }
}
