package io.mallwatch.server.view;

import io.mallwatch.doors.api.security.SecurityView;
import io.mallwatch.monitors.security.Finding.Acknowledgement;
import io.mallwatch.monitors.security.Findings;
import io.mallwatch.monitors.security.SecurityMonitor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Security findings for the console.
public final class SecurityDesk implements SecurityView {

  private static final Duration AROUND = Duration.ofMinutes(15);

  private final SecurityMonitor monitor;
  private final Map<String, io.mallwatch.monitors.security.Detection> detections;

  public SecurityDesk(SecurityMonitor monitor) {
    this.monitor = monitor;
    this.detections =
        monitor.detections().stream()
            .collect(
                Collectors.toMap(
                    io.mallwatch.monitors.security.Detection::id, Function.identity()));
  }

  @Override
  public List<Finding> findings(Filter filter, int limit) {
    Findings findings = monitor.findings();
    Predicate<io.mallwatch.monitors.security.Finding> which =
        finding ->
            !finding.lastAt().isBefore(filter.from())
                && finding.firstAt().isBefore(filter.to())
                && (filter.levels().isEmpty() || filter.levels().contains(finding.level().text()))
                && (filter.detections().isEmpty()
                    || filter.detections().contains(finding.detection()))
                && finding.subject().contains(filter.text())
                && (!filter.openOnly() || findings.isOpen(finding));
    return findings.list(which, limit).stream().map(this::shown).toList();
  }

  @Override
  public Optional<Finding> find(String id) {
    return monitor.findings().find(id).map(this::shown);
  }

  @Override
  public Optional<Finding> acknowledge(String id, String by, String note) {
    return monitor.findings().acknowledge(id, by, note).map(this::shown);
  }

  @Override
  public List<Detection> detections() {
    Map<String, io.mallwatch.monitors.security.Finding> last = monitor.findings().lastByDetection();
    return monitor.detections().stream()
        .map(one -> {
          io.mallwatch.monitors.security.Finding newest = last.get(one.id());
          return new Detection(
              one.id(),
              text(one.title()),
              text(one.meaning()),
              one.levels().stream().map(level -> level.text()).toList(),
              one.origin(),
              monitor.isEnabled(one),
              monitor.findings().hits(one.id()),
              newest == null ? null : newest.lastAt());
        })
        .toList();
  }

  private Finding shown(io.mallwatch.monitors.security.Finding finding) {
    Acknowledgement acknowledged = finding.acknowledged();
    io.mallwatch.monitors.security.Detection detection = detections.get(finding.detection());
    return new Finding(
        finding.id(),
        finding.detection(),
        detection == null
            ? new Bilingual(finding.detection(), finding.detection())
            : text(detection.title()),
        finding.level().text(),
        finding.subject(),
        finding.service(),
        finding.firstAt(),
        finding.lastAt(),
        finding.hits(),
        acknowledged != null
            ? "acknowledged"
            : monitor.findings().isOpen(finding) ? "open" : "over",
        finding.evidence().stream().map(one -> new Evidence(one.index(), one.id())).toList(),
        acknowledged == null ? null : acknowledged.by(),
        acknowledged == null ? null : acknowledged.at(),
        acknowledged == null ? "" : acknowledged.note(),
        logs(finding));
  }

  private static String logs(io.mallwatch.monitors.security.Finding finding) {
    String query = "\"%s\"".formatted(finding.subject().replace("\"", "\\\""));
    return "/logs?q=%s&from=%d&to=%d"
        .formatted(
            URLEncoder.encode(query, StandardCharsets.UTF_8),
            finding.firstAt().minus(AROUND).toEpochMilli(),
            finding.lastAt().plus(AROUND).toEpochMilli());
  }

  private static Bilingual text(io.mallwatch.monitors.security.Detection.Text text) {
    return new Bilingual(text.zh(), text.en());
  }
}
