package io.mallwatch.doors.api.alert;

import io.mallwatch.alerts.rule.lint.Finding;
import io.mallwatch.alerts.rule.rehearse.Rehearsal;
import io.mallwatch.alerts.yaml.Problem;
import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// `/api/rules/check` and `/api/rules/rehearse`.
public final class RulesResource {

  private static final int MAX_TEXT = 1_000_000;
  private static final int DEFAULT_DAYS = 7;
  private static final int MAX_DAYS = 92;

  private static final Shape<Finding.Words> WORDS =
      Shape.<Finding.Words>object("Words")
          .field("zh", Shape.STRING, Finding.Words::zh)
          .field("en", Shape.STRING, Finding.Words::en);

  private static final Shape<Problem> PROBLEM =
      Shape.<Problem>object("FileProblem")
          .field("line", Shape.INTEGER, Problem::line)
          .field("path", Shape.STRING, Problem::path)
          .field("message", Shape.STRING, Problem::message);

  private static final Shape<Finding> FINDING =
      Shape.<Finding>object("RuleFinding")
          .field("code", Shape.STRING, finding -> finding.defect().code())
          .field(
              "level", Shape.oneOf("error", "warning", "info"), finding -> finding.level().text())
          .field("line", Shape.INTEGER, Finding::line)
          .field("group", Shape.STRING, Finding::group)
          .field("rule", Shape.STRING, Finding::rule)
          .field("what", WORDS, Finding::what)
          .field("advice", WORDS, Finding::advice)
          .field("corrected", Shape.STRING, Finding::corrected);

  private static final Shape<RulesView.Checked> CHECKED =
      Shape.<RulesView.Checked>object("CheckedRules")
          .field("rules", Shape.INTEGER, RulesView.Checked::rules)
          .field("problems", Shape.list(PROBLEM), RulesView.Checked::problems)
          .field("findings", Shape.list(FINDING), RulesView.Checked::findings);

  private static final Shape<Rehearsal.Firing> FIRING =
      Shape.<Rehearsal.Firing>object("RehearsedFiring")
          .field("labels", Shape.map(Shape.STRING), firing -> firing.labels().toMap())
          .field("activeAt", Shape.INSTANT, Rehearsal.Firing::activeAt)
          .field("firedAt", Shape.INSTANT, Rehearsal.Firing::firedAt)
          .optional("endedAt", Shape.INSTANT, firing -> firing.endedAt().orElse(null))
          .field("value", Shape.NUMBER, Rehearsal.Firing::value);

  private static final Shape<Rehearsal.Told> TOLD =
      Shape.<Rehearsal.Told>object("RehearsedNotifications")
          .field("receiver", Shape.STRING, Rehearsal.Told::receiver)
          .field("firing", Shape.INTEGER, Rehearsal.Told::firing)
          .field("resolved", Shape.INTEGER, Rehearsal.Told::resolved);

  private static final Shape<Rehearsal> REHEARSAL =
      Shape.<Rehearsal>object("Rehearsal")
          .field("group", Shape.STRING, Rehearsal::group)
          .field("rule", Shape.STRING, Rehearsal::rule)
          .field("from", Shape.INSTANT, Rehearsal::from)
          .field("to", Shape.INSTANT, Rehearsal::to)
          .field("intervalSeconds", Shape.NUMBER, one -> one.interval().toMillis() / 1e3)
          .field("evaluations", Shape.INTEGER, Rehearsal::evaluations)
          .field("total", Shape.INTEGER, Rehearsal::total)
          .field("pendings", Shape.INTEGER, Rehearsal::pendings)
          .optional("shortestSeconds", Shape.LONG, one -> seconds(one.shortest().orElse(null)))
          .optional("longestSeconds", Shape.LONG, one -> seconds(one.longest().orElse(null)))
          .field("firings", Shape.list(FIRING), Rehearsal::firings)
          .field("told", Shape.list(TOLD), Rehearsal::told)
          .field("cut", Shape.BOOLEAN, Rehearsal::cut);

  private static final Shape<List<Rehearsal>> REHEARSALS =
      Shape.<List<Rehearsal>>object("Rehearsals")
          .field("rehearsals", Shape.list(REHEARSAL), list -> list);

  private static final Parameter TEXT =
      Parameter.required("text", "A rule file in Prometheus's format.");

  private final RulesView rules;

  public RulesResource(RulesView rules) {
    this.rules = rules;
  }

  private static @org.jspecify.annotations.Nullable Long seconds(
      @org.jspecify.annotations.Nullable Duration duration) {
    return duration == null ? null : duration.toSeconds();
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post(
            "/api/rules/check",
            "What is wrong with a rule file: what does not load, and what loads but cannot work.",
            List.of(TEXT),
            200,
            CHECKED,
            call -> rules.check(text(ApiParams.object(call)))),
        Endpoint.post(
            "/api/rules/rehearse",
            "How the alerts of a rule file would have fared: when they would have fired, for how"
                + " long, and how often somebody would have been told.",
            List.of(TEXT, Parameter.integer("days", "Length of the past; 1 to 92, default 7.")),
            200,
            REHEARSALS,
            this::rehearse));
  }

  private static String text(Map<?, ?> body) {
    return ApiParams.required(body, "text", MAX_TEXT);
  }

  private List<Rehearsal> rehearse(Call call) {
    Map<?, ?> body = ApiParams.object(call);
    int days =
        body.get("days") == null ? DEFAULT_DAYS : ApiParams.number(body, "days", 1, MAX_DAYS);
    return rules.rehearse(text(body), Duration.ofDays(days), call.deadline());
  }
}
