package io.mallwatch.doors.api.operations;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.ops.checklist.Checklist;
import io.mallwatch.ops.checklist.ChecklistExport;
import io.mallwatch.ops.checklist.ChecklistRun;
import io.mallwatch.ops.checklist.Checklists;
import io.mallwatch.ops.checklist.Question;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/api/checklists`: how they stand; begins, asks and signs; a month on paper.
final class ChecklistsResource {

  private static final int MOST_PAST = 30;
  private static final int MAX_NAME = 100;
  private static final int MAX_NOTE = 2_000;

  private record Item(ChecklistRun.Entry entry, Optional<Checklist.Item> asked) {}

  private static final Shape<Item> ITEM =
      Shape.<Item>object("ChecklistItem")
          .field("id", Shape.STRING, item -> item.entry().item())
          .field("title", Shape.STRING, item -> item.entry().title().zh())
          .field("titleEn", Shape.STRING, item -> item.entry().title().en())
          .field(
              "state",
              Shape.oneOf("open", "good", "bad", "signed"),
              item -> item.entry().state().text())
          .field(
              "kind",
              Shape.STRING,
              item ->
                  item.asked().map(Checklist.Item::question).map(Question::kind).orElse("manual"))
          .field("by", Shape.STRING, item -> item.entry().by())
          .optional("at", Shape.INSTANT, item -> since(item.entry().at()))
          .field("note", Shape.STRING, item -> item.entry().note())
          .field("how", Shape.STRING, item -> item.asked().map(Checklist.Item::how).orElse(""))
          .field("link", Shape.STRING, item -> item.asked().map(Checklist.Item::link).orElse(""))
          .field("query", Shape.STRING, item -> item.entry().evidence().query())
          .field("result", Shape.STRING, item -> item.entry().evidence().result())
          .optional("askedAt", Shape.INSTANT, item -> since(item.entry().evidence().at()))
          .field("sha256", Shape.STRING, item -> item.entry().evidence().sha256());

  private record Run(ChecklistRun run, boolean overdue, List<Item> items) {}

  private static final Shape.ObjectShape<Run> PAST =
      Shape.<Run>object("ChecklistOccasion")
          .field("id", Shape.LONG, one -> one.run().id())
          .field("begunAt", Shape.INSTANT, one -> one.run().begunAt())
          .field("dueAt", Shape.INSTANT, one -> one.run().dueAt())
          .field("overdue", Shape.BOOLEAN, Run::overdue)
          .field("done", Shape.LONG, one -> one.run().done())
          .field("total", Shape.INTEGER, one -> one.run().entries().size());

  private static final Shape<Run> RUN =
      PAST.<Run>extend("ChecklistRun", one -> one)
          .field("checklist", Shape.STRING, one -> one.run().checklist())
          .field("items", Shape.list(ITEM), Run::items);

  private record Listed(
      Checklist list, Optional<Instant> next, @Nullable Run current, List<Run> past) {}

  private static final Shape<Listed> LISTED =
      Shape.<Listed>object("Checklist")
          .field("name", Shape.STRING, one -> one.list().name())
          .field("title", Shape.STRING, one -> one.list().title().zh())
          .field("titleEn", Shape.STRING, one -> one.list().title().en())
          .field("owner", Shape.STRING, one -> one.list().owner())
          .field(
              "schedule",
              Shape.STRING,
              one -> one.list().schedule().map(Object::toString).orElse(""))
          .optional("nextAt", Shape.INSTANT, one -> one.next().orElse(null))
          .optional("current", RUN, Listed::current)
          .field("past", Shape.list(PAST), Listed::past);

  private static final Shape<List<Listed>> ALL =
      Shape.<List<Listed>>object("Checklists")
          .field("checklists", Shape.list(LISTED), list -> list);

  private final Checklists checklists;
  private final ChecklistExport export;
  private final ZoneId zone;
  private final InstantSource clock;

  ChecklistsResource(Checklists checklists, ZoneId zone, InstantSource clock) {
    this.checklists = checklists;
    this.export = new ChecklistExport(checklists, zone);
    this.zone = zone;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/checklists",
            "Checklists with their present run and how past ones ended.",
            List.of(),
            ALL,
            _ -> checklists.lists().stream().map(this::listed).toList()),
        new Endpoint(
            "GET",
            "/api/checklists/export",
            "The checklists of a month with all evidence.",
            List.of(
                Parameter.optional("month", "Such as `2026-11`; default: the present one."),
                Parameter.optional("format", "`md` (default) or `csv`.")),
            List.of(),
            new Endpoint.Answer(200, "text/markdown", Shape.STRING),
            this::export),
        Endpoint.get(
            "/api/checklists/runs/{id}",
            "One run with its items and evidence.",
            List.of(),
            RUN,
            call -> run(found(checklists.find(id(call))))),
        Endpoint.post(
            "/api/checklists/{name}/begin",
            "Begins a checklist now and asks all that can be known.",
            List.of(),
            201,
            RUN,
            call -> run(checklists.begin(call.path("name")))),
        Endpoint.post(
            "/api/checklists/runs/{id}/items/{item}/check",
            "Asks an item again.",
            List.of(),
            200,
            RUN,
            call -> run(found(checklists.check(id(call), call.path("item"))))),
        Endpoint.post(
            "/api/checklists/runs/{id}/items/{item}/sign",
            "A person says that an item is done.",
            List.of(
                Parameter.required("by", "Name of the person."),
                Parameter.optional("note", "What was found or done.")),
            200,
            RUN,
            this::sign));
  }

  private static @Nullable Instant since(Instant at) {
    return at.equals(Instant.EPOCH) ? null : at;
  }

  private Listed listed(Checklist list) {
    List<ChecklistRun> newest = checklists.newest(list.name(), MOST_PAST);
    return new Listed(
        list,
        checklists.next(list),
        newest.isEmpty() ? null : run(newest.getFirst()),
        newest.stream().skip(1).map(this::run).toList());
  }

  private Run run(ChecklistRun run) {
    Optional<Checklist> list = checklists.list(run.checklist());
    return new Run(
        run,
        checklists.isOverdue(run),
        run.entries().stream()
            .map(entry -> new Item(entry, list.flatMap(one -> one.item(entry.item()))))
            .toList());
  }

  private static long id(Call call) {
    String id = call.path("id");
    return id.matches("\\d{1,15}") ? Long.parseLong(id) : -1;
  }

  private static ChecklistRun found(Optional<ChecklistRun> run) {
    return run.orElseThrow(
        () -> new RefusedException(Problem.notFound("there is no such run or item")));
  }

  private Run sign(Call call) {
    Map<?, ?> body = ApiParams.object(call);
    return run(
        found(
            checklists.sign(
                id(call),
                call.path("item"),
                ApiParams.required(body, "by", MAX_NAME),
                ApiParams.text(body, "note", MAX_NOTE).orElse(""))));
  }

  private Reply export(Call call) {
    YearMonth month;
    try {
      month =
          call.param("month")
              .map(YearMonth::parse)
              .orElse(YearMonth.from(clock.instant().atZone(zone)));
    } catch (DateTimeParseException e) {
      throw ApiParams.bad("month", "must be such as 2026-11");
    }
    boolean csv = call.param("format").filter(format -> format.equals("csv")).isPresent();
    String name = "checklists-%s.%s".formatted(month, csv ? "csv" : "md");
    String text = csv ? "\uFEFF" + export.csv(month) : export.markdown(month);
    return Reply.bytes(
            200,
            csv ? "text/csv; charset=utf-8" : "text/markdown; charset=utf-8",
            text.getBytes(StandardCharsets.UTF_8))
        .with("content-disposition", "attachment; filename=\"" + name + "\"");
  }
}
