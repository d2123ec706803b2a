package io.mallwatch.doors.api.deploy;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Call;
import io.mallwatch.ops.deploy.DeliveryFigures;
import io.mallwatch.ops.deploy.Deployment;
import io.mallwatch.ops.deploy.Deployments;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// `/api/deployments`: what was deployed when, told by whoever deploys, and the four figures of
/// delivery.
public final class DeploymentsResource {

  private static final int MAX_NAME = 100;
  private static final int MAX_VERSION = 200;
  private static final int MAX_REASON = 2_000;
  private static final Duration RANGE = Duration.ofDays(30);

  private static final Shape<Deployment> DEPLOYMENT =
      Shape.<Deployment>object("Deployment")
          .field("id", Shape.STRING, Deployment::id)
          .field("service", Shape.STRING, Deployment::service)
          .field("environment", Shape.STRING, Deployment::environment)
          .field("version", Shape.STRING, Deployment::version)
          .field("colour", Shape.STRING, Deployment::colour)
          .field(
              "status",
              Shape.oneOf("running", "succeeded", "failed", "rolled_back"),
              one -> one.status().text())
          .field("reason", Shape.STRING, Deployment::reason)
          .field("by", Shape.STRING, Deployment::by)
          .field("startedAt", Shape.INSTANT, Deployment::startedAt)
          .optional("committedAt", Shape.INSTANT, Deployment::committedAt)
          .optional("switchedAt", Shape.INSTANT, Deployment::switchedAt)
          .optional("finishedAt", Shape.INSTANT, Deployment::finishedAt);

  private static final Shape<DeliveryFigures> FIGURES =
      Shape.<DeliveryFigures>object("DeliveryFigures")
          .field("deployments", Shape.INTEGER, DeliveryFigures::deployments)
          .field("perDay", Shape.NUMBER, DeliveryFigures::perDay)
          .optional(
              "leadTimeSeconds",
              Shape.LONG,
              figures -> figures.leadTime().map(Duration::toSeconds).orElse(null))
          .optional("failureShare", Shape.NUMBER, figures -> figures.failureShare().orElse(null))
          .optional(
              "restoreTimeSeconds",
              Shape.LONG,
              figures -> figures.restoreTime().map(Duration::toSeconds).orElse(null));

  private record Found(List<Deployment> deployments, DeliveryFigures figures) {}

  private static final Shape<Found> FOUND =
      Shape.<Found>object("Deployments")
          .field("deployments", Shape.list(DEPLOYMENT), Found::deployments)
          .field("figures", FIGURES, Found::figures);

  private final Deployments deployments;
  private final InstantSource clock;
  private final AtomicLong told = new AtomicLong();

  public DeploymentsResource(Deployments deployments, InstantSource clock) {
    this.deployments = deployments;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/deployments",
            "Deployments, newest first, and how delivery went in that time.",
            List.of(
                Parameter.optional("from", "RFC 3339 or epoch millis; default 30 days ago."),
                Parameter.optional("until", "RFC 3339 or epoch millis; default now."),
                Parameter.integer("limit", "Most deployments; 1 to 1000, default 100.")),
            FOUND,
            this::list),
        Endpoint.post(
            "/api/deployments",
            "Tells of a deployment; the same id again tells of a later state of it.",
            List.of(
                Parameter.optional("id", "Chosen by who deploys; made up when it is missing."),
                Parameter.required("service", "What is deployed."),
                Parameter.required("version", "Such as a tag or a commit."),
                Parameter.optional("environment", "Default `production`."),
                Parameter.optional("colour", "`blue` or `green`, where there are such."),
                Parameter.optional(
                    "status", "`running`, `succeeded` (default), `failed`, `rolled_back`."),
                Parameter.optional("reason", "Why it failed or was rolled back."),
                Parameter.optional("by", "Who or what deployed it."),
                Parameter.optional("committedAt", "RFC 3339; when its last change was committed."),
                Parameter.optional("startedAt", "RFC 3339; default now."),
                Parameter.optional("switchedAt", "RFC 3339; when users first met it."),
                Parameter.optional("finishedAt", "RFC 3339; default now unless it runs.")),
            201,
            DEPLOYMENT,
            this::record));
  }

  private Found list(Call call) {
    Instant until = ApiParams.time(call, "until").orElseGet(clock::instant);
    Instant from = ApiParams.time(call, "from").orElseGet(() -> until.minus(RANGE));
    if (!from.isBefore(until)) {
      throw ApiParams.bad("from", "is not before until");
    }
    int limit = ApiParams.integer(call, "limit", 100, 1, 1_000);
    return new Found(deployments.between(from, until, limit), deployments.figures(from, until));
  }

  private Deployment record(Call call) {
    Map<?, ?> body = ApiParams.object(call);
    Instant now = clock.instant();
    Deployment.Status status = status(text(body, "status", MAX_NAME, "succeeded"));
    boolean runs = status == Deployment.Status.RUNNING;
    Instant switched = time(body, "switchedAt");
    Instant finished = time(body, "finishedAt");
    Instant started = time(body, "startedAt");
    String service = required(body, "service", MAX_NAME);
    Deployment deployment =
        new Deployment(
            text(
                body,
                "id",
                MAX_NAME,
                "told-%d-%d".formatted(now.toEpochMilli(), told.incrementAndGet())),
            service,
            text(body, "environment", MAX_NAME, "production"),
            required(body, "version", MAX_VERSION),
            text(body, "colour", MAX_NAME, ""),
            time(body, "committedAt"),
            started == null ? now : started,
            switched == null && status == Deployment.Status.SUCCEEDED
                ? finished == null ? now : finished
                : switched,
            runs ? null : finished == null ? now : finished,
            status,
            text(body, "reason", MAX_REASON, ""),
            text(body, "by", MAX_NAME, ""));
    deployments.record(deployment);
    return deployment;
  }

  private static Deployment.Status status(String text) {
    return Arrays.stream(Deployment.Status.values())
        .filter(status -> status.text().equals(text))
        .findFirst()
        .orElseThrow(() ->
            ApiParams.bad(
                "status",
                "is '%s'; %s are possible"
                    .formatted(
                        text,
                        Arrays.stream(Deployment.Status.values())
                            .map(Deployment.Status::text)
                            .toList())));
  }

  private static String text(Map<?, ?> body, String name, int maxLength, String otherwise) {
    return ApiParams.text(body, name, maxLength).filter(text -> !text.isEmpty()).orElse(otherwise);
  }

  private static String required(Map<?, ?> body, String name, int maxLength) {
    return ApiParams.text(body, name, maxLength)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> ApiParams.bad(name, "is missing"));
  }

  private static @Nullable Instant time(Map<?, ?> body, String name) {
    String text = ApiParams.text(body, name, MAX_NAME).orElse("");
    if (text.isEmpty()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      throw ApiParams.bad(name, "is '%s'; an RFC 3339 time is needed".formatted(text));
    }
  }
}
