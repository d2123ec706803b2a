package io.mallwatch.doors.api.business;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/business/...`.
public final class BusinessResource {

  private static final Shape<BusinessView.Text> TEXT =
      Shape.<BusinessView.Text>object("BilingualText")
          .field("zh", Shape.STRING, BusinessView.Text::zh)
          .field("en", Shape.STRING, BusinessView.Text::en);

  private static final Shape<BusinessView.Database> DATABASE =
      Shape.<BusinessView.Database>object("MallDatabase")
          .field("configured", Shape.BOOLEAN, BusinessView.Database::configured)
          .field("where", Shape.STRING, BusinessView.Database::where)
          .optional("lastAsked", Shape.INSTANT, BusinessView.Database::lastAsked)
          .field("answers", Shape.BOOLEAN, BusinessView.Database::answers);

  private static final Shape<BusinessView.Way> WAY =
      Shape.<BusinessView.Way>object("FigureReading")
          .optional("value", Shape.NUMBER, BusinessView.Way::value)
          .optional("reason", Shape.STRING, BusinessView.Way::reason)
          .field("query", Shape.STRING, BusinessView.Way::query)
          .field("at", Shape.INSTANT, BusinessView.Way::at);

  private static final Shape<BusinessView.Share> SHARE =
      Shape.<BusinessView.Share>object("FigurePart")
          .field("name", Shape.STRING, BusinessView.Share::name)
          .field("value", Shape.NUMBER, BusinessView.Share::value);

  private static final Shape<BusinessView.Figure> FIGURE =
      Shape.<BusinessView.Figure>object("BusinessFigure")
          .field("id", Shape.STRING, BusinessView.Figure::id)
          .field("requirement", Shape.STRING, BusinessView.Figure::requirement)
          .field("group", Shape.oneOf("users", "transactions"), BusinessView.Figure::group)
          .field(
              "unit",
              Shape.oneOf("count", "ratio", "yuan", "points", "seconds", "per_user"),
              BusinessView.Figure::unit)
          .field("window", Shape.oneOf("now", "15m", "24h", "30d"), BusinessView.Figure::window)
          .field("name", TEXT, BusinessView.Figure::name)
          .field("formula", TEXT, BusinessView.Figure::formula)
          .field("zero", TEXT, BusinessView.Figure::zero)
          .field("missing", TEXT, BusinessView.Figure::missing)
          .field("source", Shape.oneOf("database", "metrics", "none"), BusinessView.Figure::source)
          .optional("value", Shape.NUMBER, BusinessView.Figure::value)
          .field("parts", Shape.list(SHARE), BusinessView.Figure::parts)
          .field("series", Shape.STRING, BusinessView.Figure::series)
          .optional("database", WAY, BusinessView.Figure::database)
          .optional("metrics", WAY, BusinessView.Figure::metrics)
          .optional("difference", Shape.NUMBER, BusinessView.Figure::difference);

  private static final Shape<BusinessView.Board> BOARD =
      Shape.<BusinessView.Board>object("BusinessFigures")
          .field("asOf", Shape.INSTANT, BusinessView.Board::asOf)
          .field("database", DATABASE, BusinessView.Board::database)
          .field("figures", Shape.list(FIGURE), BusinessView.Board::figures);

  private static final Shape<List<Map<String, String>>> ROWS = Shape.list(Shape.map(Shape.STRING));

  private static final Shape<BusinessView.Check> CHECK =
      Shape.<BusinessView.Check>object("LedgerCheck")
          .field("id", Shape.STRING, BusinessView.Check::id)
          .field("name", TEXT, BusinessView.Check::name)
          .field("rule", TEXT, BusinessView.Check::rule)
          .field("state", Shape.oneOf("holds", "broken", "unchecked"), BusinessView.Check::state)
          .field("at", Shape.INSTANT, BusinessView.Check::at)
          .field("offending", Shape.INTEGER, BusinessView.Check::offending)
          .field("difference", Shape.NUMBER, BusinessView.Check::difference)
          .field("rows", ROWS, BusinessView.Check::rows)
          .optional("reason", Shape.STRING, BusinessView.Check::reason)
          .field("query", Shape.STRING, BusinessView.Check::query);

  private static final Shape<BusinessView.Breach> BREACH =
      Shape.<BusinessView.Breach>object("LedgerBreach")
          .field("id", Shape.LONG, BusinessView.Breach::id)
          .field("invariant", Shape.STRING, BusinessView.Breach::invariant)
          .field("firstSeen", Shape.INSTANT, BusinessView.Breach::firstSeen)
          .field("lastSeen", Shape.INSTANT, BusinessView.Breach::lastSeen)
          .optional("mended", Shape.INSTANT, BusinessView.Breach::mended)
          .field("offending", Shape.INTEGER, BusinessView.Breach::offending)
          .field("difference", Shape.NUMBER, BusinessView.Breach::difference)
          .field("rows", ROWS, BusinessView.Breach::rows);

  private static final Shape<BusinessView.Ledger> LEDGER =
      Shape.<BusinessView.Ledger>object("Ledger")
          .field("database", DATABASE, BusinessView.Ledger::database)
          .field("checks", Shape.list(CHECK), BusinessView.Ledger::checks)
          .field("breaches", Shape.list(BREACH), BusinessView.Ledger::breaches);

  private static final Shape<BusinessView.Objective> OBJECTIVE =
      Shape.<BusinessView.Objective>object("ServiceObjective")
          .field("name", Shape.STRING, BusinessView.Objective::name)
          .field("objective", Shape.NUMBER, BusinessView.Objective::objective)
          .field("window", Shape.STRING, BusinessView.Objective::window)
          .optional("errors", Shape.NUMBER, BusinessView.Objective::errors)
          .optional("left", Shape.NUMBER, BusinessView.Objective::left)
          .optional("burn1h", Shape.NUMBER, BusinessView.Objective::burn1h)
          .optional("burn1d", Shape.NUMBER, BusinessView.Objective::burn1d)
          .field("query", Shape.STRING, BusinessView.Objective::query);

  private static final Shape<List<BusinessView.Objective>> OBJECTIVES =
      Shape.<List<BusinessView.Objective>>object("ServiceObjectives")
          .field("objectives", Shape.list(OBJECTIVE), list -> list);

  private static final Shape<BusinessView.Outlook> OUTLOOK =
      Shape.<BusinessView.Outlook>object("Outlook")
          .field("points", Shape.list(Shape.NUMBERS), BusinessView.Outlook::points)
          .optional("next24h", Shape.NUMBER, BusinessView.Outlook::next24h)
          .optional("error", Shape.NUMBER, BusinessView.Outlook::error)
          .optional("reason", Shape.STRING, BusinessView.Outlook::reason)
          .field("query", Shape.STRING, BusinessView.Outlook::query);

  private static final Shape<BusinessView.Cost> COST =
      Shape.<BusinessView.Cost>object("Cost")
          .field("from", Shape.INSTANT, BusinessView.Cost::from)
          .field("to", Shape.INSTANT, BusinessView.Cost::to)
          .optional("actual", Shape.NUMBER, BusinessView.Cost::actual)
          .optional("expected", Shape.NUMBER, BusinessView.Cost::expected)
          .optional("lower", Shape.NUMBER, BusinessView.Cost::lower)
          .optional("upper", Shape.NUMBER, BusinessView.Cost::upper)
          .optional("loss", Shape.NUMBER, BusinessView.Cost::loss)
          .optional("lostOrders", Shape.NUMBER, BusinessView.Cost::lostOrders)
          .optional("perMinute", Shape.NUMBER, BusinessView.Cost::perMinute)
          .field("weeks", Shape.NUMBERS, BusinessView.Cost::weeks)
          .field("growth", Shape.NUMBER, BusinessView.Cost::growth)
          .optional("reason", Shape.STRING, BusinessView.Cost::reason)
          .field("query", Shape.STRING, BusinessView.Cost::query)
          .field("formula", TEXT, BusinessView.Cost::formula);

  private final BusinessView business;

  public BusinessResource(BusinessView business) {
    this.business = business;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/business/figures",
            "The 27 figures of users and transactions, each with its definition and by both ways.",
            List.of(Parameter.optional("at", "As of this time, RFC 3339; default now.")),
            BOARD,
            call -> business.figures(time(call, "at").orElse(null))),
        Endpoint.get(
            "/api/business/ledger",
            "Whether points and orders add up, and when they did not.",
            List.of(),
            LEDGER,
            _ -> business.ledger()),
        Endpoint.get(
            "/api/business/objectives",
            "Service level objectives: what is left of each error budget, how fast it burns.",
            List.of(Parameter.optional("at", "As of this time, RFC 3339; default now.")),
            OBJECTIVES,
            call -> business.objectives(time(call, "at").orElse(null))),
        Endpoint.get(
            "/api/business/forecast",
            "Turnover of the next 48 hours; nothing when its back-test is bad.",
            List.of(Parameter.optional("at", "From this time on, RFC 3339; default now.")),
            OUTLOOK,
            call -> business.forecast(time(call, "at").orElse(null))),
        Endpoint.get(
            "/api/business/cost",
            "What a time of trouble cost: turnover that was to be expected, less what came in.",
            List.of(
                Parameter.required("from", "Its begin, RFC 3339."),
                Parameter.optional("to", "Its end; default now.")),
            COST,
            this::cost),
        Endpoint.get(
            "/api/incidents/{id}/cost",
            "What the incident has cost so far, or until it was resolved.",
            List.of(),
            COST,
            this::costOfIncident));
  }

  private BusinessView.Cost cost(Call call) {
    Instant from =
        time(call, "from")
            .orElseThrow(() -> new RefusedException(Problem.bad("parameter 'from' is missing")));
    Optional<Instant> to = time(call, "to");
    if (to.isPresent() && to.get().isBefore(from)) {
      throw new RefusedException(Problem.bad("parameter 'to' is before 'from'"));
    }
    return business.cost(from, to.orElse(null));
  }

  private BusinessView.Cost costOfIncident(Call call) {
    String id = call.path("id");
    return business
        .cost(id)
        .orElseThrow(() ->
            new RefusedException(Problem.notFound("there is no incident '%s'".formatted(id))));
  }

  /// RFC 3339 or milliseconds since the epoch.
  private static Optional<Instant> time(Call call, String name) {
    return call.param(name)
        .map(text -> {
          try {
            return text.matches("-?\\d{1,15}")
                ? Instant.ofEpochMilli(Long.parseLong(text))
                : OffsetDateTime.parse(text).toInstant();
          } catch (DateTimeException e) {
            throw new RefusedException(
                Problem.bad(
                    "parameter '%s' is '%s'; an RFC 3339 time is needed".formatted(name, text)));
          }
        });
  }
}
