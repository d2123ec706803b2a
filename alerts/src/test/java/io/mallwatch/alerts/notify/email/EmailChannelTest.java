package io.mallwatch.alerts.notify.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.template.Template;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmailChannelTest {

  private static final Instant START = Instant.parse("2026-11-02T02:00:00Z");
  private static final Instant NOW = START.plusSeconds(60);
  private static final Deadline SOON = Deadline.after(Duration.ofSeconds(50));
  private static final Template NO_LIBRARY = Template.parse("none", "", Set.of());

  private GreenMail server = new GreenMail();

  @BeforeEach
  void start() {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private EmailConfig config(int port, String user, Optional<Secret> password) {
    return new EmailConfig(
        "ops@mall.cn, li@mall.cn",
        "watch@mall.cn",
        "127.0.0.1",
        port,
        "",
        user,
        password,
        false,
        false,
        HttpSettings.Tls.STANDARD,
        true,
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  private int port() {
    return server.getSmtp().getPort();
  }

  private static EmailChannel channel(EmailConfig config) {
    return new EmailChannel(config, NO_LIBRARY, InstantSource.fixed(NOW));
  }

  private static Notification notification(Instant end, String summary) {
    return new Notification(
        "{}:{alertname=\"支付失败\"}",
        "critical",
        Labels.of("alertname", "支付失败"),
        List.of(
            new Alert(
                Labels.of("alertname", "支付失败", "severity", "critical", "service", "mall"),
                Map.of("summary", summary, "runbook_url", "docs/runbooks/支付失败.md", "value", "0.81"),
                START,
                end,
                "http://mall/metrics?query=up%3D%3D0")),
        NOW,
        "http://mall",
        "http://mall/incidents/INC-000001");
  }

  private static String part(MimeMessage message, int index)
      throws MessagingException, IOException {
    return String.valueOf(((MimeMultipart) message.getContent()).getBodyPart(index).getContent())
        .replace("\r\n", "\n");
  }

  @Test
  void tellsTheGroupAsTextAndHtmlWithLinks() throws MessagingException, IOException {
    Delivery delivery =
        channel(config(port(), "", Optional.empty()))
            .send(notification(NOW.plusSeconds(60), "成功率 <b>低</b>"), SOON);

    assertThat(delivery).isEqualTo(new Delivery.Sent());
    assertThat(server.getReceivedMessages()).hasSize(2);
    MimeMessage message = server.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("🚨 [CRITICAL] 支付失败 成功率 <b>低</b>");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(message.getContentType()).startsWith("multipart/alternative");
    assertThat(part(message, 0))
        .startsWith("🚨 **CRITICAL** 告警\n\n**告警名称**: 支付失败\n**告警描述**: 成功率 <b>低</b>\n")
        .contains("*此告警由中道商城监控系统自动发出*\n\n查看指标: http://mall/metrics?query=up%3D%3D0&from=")
        .contains("\n查看日志: http://mall/logs?q=level%3Aerror%20service%3Amall&from=")
        .contains("\n处理手册: http://mall/docs/runbooks/支付失败.md\n")
        .contains("\n确认告警: http://mall/incidents/INC-000001\n");
    assertThat(part(message, 1))
        .contains("<td>成功率 &lt;b&gt;低&lt;/b&gt;</td>")
        .contains("<a href=\"http://mall/incidents/INC-000001\">确认告警</a>")
        .doesNotContain("<b>低");
  }

  @Test
  void mailsOfAGroupAreOneThreadAndTellTheEnd() throws MessagingException, IOException {
    EmailChannel channel = channel(config(port(), "", Optional.empty()));
    channel.send(notification(NOW.plusSeconds(60), "s"), SOON);
    channel.send(notification(NOW.minusSeconds(1), "s"), SOON);

    MimeMessage first = server.getReceivedMessages()[0];
    MimeMessage last = server.getReceivedMessages()[1]; // the mailboxes come one after the other
    assertThat(last.getHeader("References")).isEqualTo(first.getHeader("References"));
    assertThat(last.getSubject()).startsWith("✅ [已恢复] 支付失败");
    assertThat(part(last, 0)).contains("**恢复时间**: 2026-11-02T10:00:59+08:00");
    assertThat(part(last, 1)).contains("告警已恢复");
  }

  @Test
  void logsInWithAPasswordFromAFile(@TempDir Path folder) throws IOException {
    server.setUser("watch", "geheim");
    Path file = Files.writeString(folder.resolve("password"), "geheim\n");

    assertThat(
            channel(config(port(), "watch", Optional.of(Secret.inFile(file))))
                .send(notification(NOW.plusSeconds(60), "s"), SOON))
        .isEqualTo(new Delivery.Sent());
    assertThat(
            channel(config(port(), "watch", Optional.of(Secret.of("wrong"))))
                .send(notification(NOW.plusSeconds(60), "s"), SOON))
        .isInstanceOf(Delivery.Failed.class);
    assertThat(
            channel(config(port(), "watch", Optional.of(Secret.inFile(folder.resolve("none")))))
                .send(notification(NOW.plusSeconds(60), "s"), SOON))
        .isInstanceOf(Delivery.Failed.class);
  }

  @Test
  void aServerThatIsAwayIsWorthARetry() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    assertThat(
            channel(config(closed, "", Optional.empty()))
                .send(notification(NOW.plusSeconds(60), "s"), SOON))
        .isInstanceOf(Delivery.Retry.class);
  }

  @Test
  void aServerWithoutTlsIsRefusedWhenTlsIsRequired() {
    EmailConfig plain = config(port(), "", Optional.empty());
    EmailConfig strict =
        new EmailConfig(
            plain.to(),
            plain.from(),
            plain.host(),
            plain.port(),
            "",
            "",
            Optional.empty(),
            true,
            false,
            HttpSettings.Tls.STANDARD,
            true,
            Map.of(),
            Optional.empty(),
            Optional.empty());

    assertThat(channel(strict).send(notification(NOW.plusSeconds(60), "s"), SOON))
        .isNotEqualTo(new Delivery.Sent());
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void anAddressThatIsNoneIsFinal() {
    EmailConfig plain = config(port(), "", Optional.empty());
    EmailConfig broken =
        new EmailConfig(
            "not an address@@",
            plain.from(),
            plain.host(),
            plain.port(),
            "",
            "",
            Optional.empty(),
            false,
            false,
            HttpSettings.Tls.STANDARD,
            true,
            Map.of(),
            Optional.empty(),
            Optional.empty());

    assertThat(channel(broken).send(notification(NOW.plusSeconds(60), "s"), SOON))
        .isInstanceOf(Delivery.Failed.class);
  }

  @Test
  void templatesOfTheConfigurationReplaceOurText() throws MessagingException, IOException {
    EmailConfig plain = config(port(), "", Optional.empty());
    EmailConfig own =
        new EmailConfig(
            plain.to(),
            plain.from(),
            plain.host(),
            plain.port(),
            "",
            "",
            Optional.empty(),
            false,
            false,
            HttpSettings.Tls.STANDARD,
            true,
            Map.of("Subject", "{{ template \"greet\" . }}\nX: y", "X-Team", "ops"),
            Optional.of("{{ len .Alerts }} alert"),
            Optional.of("<p>{{ .CommonAnnotations.summary }}</p>"));
    Template library =
        Template.parse("lib", "{{ define \"greet\" }}{{ .Status }}!{{ end }}", Set.of());
    new EmailChannel(own, library, InstantSource.fixed(NOW))
        .send(notification(NOW.plusSeconds(60), "<i>"), SOON);

    MimeMessage message = server.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("firing! X: y");
    assertThat(message.getHeader("X-Team")).containsExactly("ops");
    assertThat(part(message, 0).strip()).isEqualTo("1 alert");
    assertThat(part(message, 1).strip()).isEqualTo("<p>&lt;i&gt;</p>");
  }
}
