package io.mallwatch.server.oncall;

import io.mallwatch.alerts.config.EmbeddedAlerts;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.template.TemplateException;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.IncidentAlert;
import io.mallwatch.ops.incident.Incidents;
import io.mallwatch.ops.incident.Priority;
import io.mallwatch.ops.incident.TimelineEvent.Kind;
import io.mallwatch.ops.oncall.AckLinks;
import io.mallwatch.ops.oncall.OnCallPlan.Contact;
import io.mallwatch.ops.oncall.OnCallPlan.Person;
import io.mallwatch.ops.oncall.Pages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls people over the channels of alerts, many at a time. A call that finds too many under way
/// is not made and said so on the timeline; the policy comes again.
public final class PageDesk implements Pages, AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(PageDesk.class);

  private static final Duration BUDGET = Duration.ofMinutes(2);
  private static final Duration LASTING = Duration.ofHours(1);
  private static final int MOST = 500;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");

  private final EmbeddedAlerts alerts;
  private final Incidents incidents;
  private final ContactChannels channels;
  private final Signing signing;
  private final ZoneId zone;
  private final InstantSource clock;
  private final Semaphore free = new Semaphore(MOST);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("mallwatch-page-", 0).factory());

  /// @param externalUrl where people reach the server; empty when that is not known, and then calls
  ///   have no link
  public record Signing(AckLinks links, String externalUrl) {

    String link(Incident incident, Person person) {
      return externalUrl.isEmpty()
          ? ""
          : externalUrl + "/ack/" + links.token(incident.number(), person.id());
    }
  }

  public PageDesk(
      EmbeddedAlerts alerts,
      Incidents incidents,
      ContactChannels channels,
      Signing signing,
      ZoneId zone,
      InstantSource clock) {
    this.alerts = alerts;
    this.incidents = incidents;
    this.channels = channels;
    this.signing = signing;
    this.zone = zone;
    this.clock = clock;
  }

  @Override
  public void call(Incident incident, Person person, Contact contact, int step) {
    String link = signing.link(incident, person);
    send(
        new Sending(
            incident.number(),
            Incidents.groupKeyOf(incident.number()),
            person,
            contact,
            alert(incident, person, step, link),
            link));
  }

  private record Sending(
      int incident, String groupKey, Person person, Contact contact, Alert alert, String link) {}

  private Alert alert(Incident incident, Person person, int step, String link) {
    Map<String, String> labels = new HashMap<>();
    IncidentAlert first = incident.alerts().isEmpty() ? null : incident.alerts().getFirst();
    labels.put(Labels.ALERT_NAME, first == null ? "Incident" : first.name());
    labels.put("severity", severity(incident.priority()));
    labels.put("priority", incident.priority().name());
    labels.put("incident", incident.id());
    labels.put("service", first == null ? "" : first.labels().get("service"));
    String description =
        "%s（第 %d 步呼叫 %s）。响应截止 %s，解决截止 %s。"
            .formatted(
                incident.title(),
                step,
                person.name(),
                time(incident.responseDue()),
                time(incident.resolutionDue()));
    String todo = link.isEmpty() ? "在控制台确认接手" : "确认接手: " + link;
    return new Alert(
        Labels.of(labels),
        Map.of(
            "summary",
            "[%s] %s %s".formatted(incident.priority(), incident.id(), incident.title()),
            "description",
            description,
            "recommendations",
            todo,
            "acknowledge_url",
            link),
        incident.openedAt(),
        clock.instant().plus(LASTING),
        "");
  }

  private static String severity(Priority priority) {
    return switch (priority) {
      case P0, P1 -> "critical";
      case P2 -> "high";
      case P3 -> "warning";
    };
  }

  private String time(Instant at) {
    return TIME.format(at.atZone(zone));
  }

  @Override
  public void code(Person person, Contact contact, String code) {
    Instant now = clock.instant();
    send(
        new Sending(
            0,
            "oncall/contact",
            person,
            contact,
            new Alert(
                Labels.of(
                    Labels.ALERT_NAME, "ContactCheck", "severity", "info", "person", person.id()),
                Map.of(
                    "summary", "验证码 %s / code %s".formatted(code, code),
                    "description", "%s 的值班联系方式验证码：%s，10 分钟内有效".formatted(person.name(), code)),
                now,
                now.plus(LASTING),
                ""),
            ""));
  }

  private void send(Sending sending) {
    if (!free.tryAcquire()) {
      failed(sending, "too many calls are under way");
      return;
    }
    threads.execute(() -> {
      try {
        List<ChannelConfig> ways = channels.of(sending.contact());
        if (ways.isEmpty()) {
          failed(sending, "the routing has no such receiver");
          return;
        }
        boolean taken =
            alerts.tell(
                new EmbeddedAlerts.Direct(
                    sending.groupKey(),
                    "oncall/" + sending.person().id(),
                    ways,
                    List.of(sending.alert()),
                    sending.link()),
                BUDGET);
        logger.info(
            "event=called person={} contact={} taken={}",
            sending.person().id(),
            sending.contact().kind(),
            taken);
      } catch (InvalidFileException | TemplateException e) {
        failed(sending, String.valueOf(e.getMessage()));
      } finally {
        free.release();
      }
    });
  }

  private void failed(Sending sending, String why) {
    String contact = sending.contact().kind() + " " + sending.contact().address();
    logger.error(
        "event=call_failed person={} contact={} reason={}", sending.person().id(), contact, why);
    if (sending.incident() > 0) {
      incidents.happened(
          sending.incident(),
          Kind.NOTIFICATION,
          "呼叫 %s 失败（%s）：%s".formatted(sending.person().name(), contact, why),
          "Calling %s failed (%s): %s".formatted(sending.person().name(), contact, why),
          Map.of("state", "failed", "person", sending.person().id()));
    }
  }

  /// Cancels what is under way and waits for it.
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
