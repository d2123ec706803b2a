package io.mallwatch.doors.api.security;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/security/findings` and `/api/security/detections`.
public final class SecurityResource {

  private static final Duration DEFAULT_RANGE = Duration.ofDays(7);
  private static final int MAX_NAME = 100;
  private static final int MAX_NOTE = 10_000;
  private static final List<String> LEVELS = List.of("info", "warning", "high", "critical");

  private static final Shape<SecurityView.Bilingual> TEXT =
      Shape.<SecurityView.Bilingual>object("SecurityText")
          .field("zh", Shape.STRING, SecurityView.Bilingual::zh)
          .field("en", Shape.STRING, SecurityView.Bilingual::en);

  private static final Shape<String> LEVEL = Shape.oneOf("info", "warning", "high", "critical");

  private static final Shape<SecurityView.Evidence> EVIDENCE =
      Shape.<SecurityView.Evidence>object("SecurityEvidence")
          .field("index", Shape.STRING, SecurityView.Evidence::index)
          .field("id", Shape.STRING, SecurityView.Evidence::id);

  private static final Shape<SecurityView.Finding> FINDING =
      Shape.<SecurityView.Finding>object("SecurityFinding")
          .field("id", Shape.STRING, SecurityView.Finding::id)
          .field("detection", Shape.STRING, SecurityView.Finding::detection)
          .field("title", TEXT, SecurityView.Finding::title)
          .field("level", LEVEL, SecurityView.Finding::level)
          .field("subject", Shape.STRING, SecurityView.Finding::subject)
          .field("service", Shape.STRING, SecurityView.Finding::service)
          .field("firstAt", Shape.INSTANT, SecurityView.Finding::firstAt)
          .field("lastAt", Shape.INSTANT, SecurityView.Finding::lastAt)
          .field("hits", Shape.LONG, SecurityView.Finding::hits)
          .field("state", Shape.oneOf("open", "acknowledged", "over"), SecurityView.Finding::state)
          .field("evidence", Shape.list(EVIDENCE), SecurityView.Finding::evidence)
          .optional("acknowledgedBy", Shape.STRING, SecurityView.Finding::acknowledgedBy)
          .optional("acknowledgedAt", Shape.INSTANT, SecurityView.Finding::acknowledgedAt)
          .field("note", Shape.STRING, SecurityView.Finding::note)
          .field("logs", Shape.STRING, SecurityView.Finding::logs);

  private static final Shape<List<SecurityView.Finding>> FINDINGS =
      Shape.<List<SecurityView.Finding>>object("SecurityFindings")
          .field("findings", Shape.list(FINDING), list -> list);

  private static final Shape<SecurityView.Detection> DETECTION =
      Shape.<SecurityView.Detection>object("SecurityDetection")
          .field("id", Shape.STRING, SecurityView.Detection::id)
          .field("title", TEXT, SecurityView.Detection::title)
          .field("meaning", TEXT, SecurityView.Detection::meaning)
          .field("levels", Shape.list(LEVEL), SecurityView.Detection::levels)
          .field("origin", Shape.STRING, SecurityView.Detection::origin)
          .field("enabled", Shape.BOOLEAN, SecurityView.Detection::enabled)
          .field("hits", Shape.LONG, SecurityView.Detection::hits)
          .optional("lastAt", Shape.INSTANT, SecurityView.Detection::lastAt);

  private static final Shape<List<SecurityView.Detection>> DETECTIONS =
      Shape.<List<SecurityView.Detection>>object("SecurityDetections")
          .field("detections", Shape.list(DETECTION), list -> list);

  private final SecurityView security;
  private final InstantSource clock;

  public SecurityResource(SecurityView security, InstantSource clock) {
    this.security = security;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/security/findings",
            "What the security detections found, newest first.",
            List.of(
                Parameter.optional(
                    "from", "RFC 3339 or epoch millis; default seven days before `to`."),
                Parameter.optional("to", "RFC 3339 or epoch millis; default now."),
                Parameter.optional("level", "Only these levels, separated by commas."),
                Parameter.optional("detection", "Only these detections, separated by commas."),
                Parameter.optional("state", "`open` or `all` (default)."),
                Parameter.optional("q", "Part of the subject."),
                Parameter.integer("limit", "Most findings; 1 to 1000, default 200.")),
            FINDINGS,
            this::list),
        Endpoint.get(
            "/api/security/findings/{id}",
            "One finding.",
            List.of(),
            FINDING,
            call -> found(call, security.find(call.path("id")))),
        Endpoint.post(
            "/api/security/findings/{id}/acknowledge",
            "Says that somebody looked at it; its alert ends unless it becomes graver.",
            List.of(
                Parameter.required("by", "Name of the person."),
                Parameter.optional("note", "What it was.")),
            200,
            FINDING,
            this::acknowledge),
        Endpoint.get(
            "/api/security/detections",
            "What is looked for, with what it found last.",
            List.of(),
            DETECTIONS,
            _ -> security.detections()));
  }

  private List<SecurityView.Finding> list(Call call) {
    Instant to = ApiParams.time(call, "to").orElseGet(() -> clock.instant().plusSeconds(1));
    Instant from = ApiParams.time(call, "from").orElse(to.minus(DEFAULT_RANGE));
    List<String> levels = ApiParams.list(call, "level");
    if (!LEVELS.containsAll(levels)) {
      throw ApiParams.bad("level", "must be info, warning, high or critical");
    }
    boolean open =
        switch (call.param("state").orElse("all")) {
          case "open" -> true;
          case "all" -> false;
          default -> throw ApiParams.bad("state", "must be open or all");
        };
    return security.findings(
        new SecurityView.Filter(
            from,
            to,
            levels,
            ApiParams.list(call, "detection"),
            open,
            call.param("q").orElse("").strip()),
        ApiParams.integer(call, "limit", 200, 1, 1000));
  }

  private SecurityView.Finding acknowledge(Call call) {
    Map<?, ?> body = ApiParams.object(call);
    String by = ApiParams.required(body, "by", MAX_NAME);
    String note = ApiParams.text(body, "note", MAX_NOTE).orElse("");
    return found(call, security.acknowledge(call.path("id"), by, note));
  }

  private static SecurityView.Finding found(Call call, Optional<SecurityView.Finding> finding) {
    return finding.orElseThrow(() ->
        new RefusedException(
            Problem.notFound("there is no finding '%s'".formatted(call.path("id")))));
  }
}
