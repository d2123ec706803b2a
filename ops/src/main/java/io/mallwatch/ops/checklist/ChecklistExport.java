package io.mallwatch.ops.checklist;

import io.mallwatch.ops.checklist.ChecklistRun.Entry;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// The checklists of a month on paper.
public final class ChecklistExport {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private final Checklists checklists;
  private final ZoneId zone;

  /// @param zone where months begin
  public ChecklistExport(Checklists checklists, ZoneId zone) {
    this.checklists = checklists;
    this.zone = zone;
  }

  private List<ChecklistRun> runs(YearMonth month) {
    return checklists.between(
        month.atDay(1).atStartOfDay(zone).toInstant(),
        month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant());
  }

  /// One line an item.
  public String csv(YearMonth month) {
    StringBuilder out =
        new StringBuilder(
            "begun,checklist,item,title,state,by,at,note,kind,query,result,sha256\r\n");
    for (ChecklistRun run : runs(month)) {
      for (Entry entry : run.entries()) {
        out.append(
                String.join(
                    ",",
                    time(run.begunAt()),
                    run.checklist(),
                    entry.item(),
                    cell(entry.title().zh()),
                    entry.state().text(),
                    cell(entry.by()),
                    time(entry.at()),
                    cell(entry.note()),
                    entry.evidence().kind(),
                    cell(entry.evidence().query()),
                    cell(entry.evidence().result()),
                    entry.evidence().sha256()))
            .append("\r\n");
      }
    }
    return out.toString();
  }

  /// Quoted; what a spreadsheet would take for a formula is made text.
  private static String cell(String text) {
    String safe = text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
    return '"' + safe.replace("\"", "\"\"") + '"';
  }

  /// A section for each run, the items as a task list.
  public String markdown(YearMonth month) {
    List<ChecklistRun> runs = runs(month);
    long items = runs.stream().mapToLong(run -> run.entries().size()).sum();
    long done = runs.stream().mapToLong(ChecklistRun::done).sum();
    StringBuilder out =
        new StringBuilder(
            "# 检查清单 %s\n\n%d 次，%d/%d 项完成。\n".formatted(month, runs.size(), done, items));
    for (ChecklistRun run : runs) {
      String title =
          checklists.list(run.checklist()).map(list -> list.title().zh()).orElse(run.checklist());
      out.append(
          "\n## %s %s（%d/%d%s）\n\n"
              .formatted(
                  title,
                  time(run.begunAt()),
                  run.done(),
                  run.entries().size(),
                  checklists.isOverdue(run) ? "，逾期" : ""));
      for (Entry entry : run.entries()) {
        out.append("- [%s] %s".formatted(entry.isDone() ? "x" : " ", entry.title().zh()));
        if (!entry.by().isEmpty()) {
          out.append("，%s 于 %s 签字".formatted(entry.by(), time(entry.at())));
        }
        if (!entry.note().isEmpty()) {
          out.append("：").append(entry.note().replace("\n", " "));
        }
        out.append('\n');
        if (!entry.evidence().isNone()) {
          out.append(
              "  - `%s`\n  - %s（%s，SHA-256 %s）\n"
                  .formatted(
                      entry.evidence().query().replace("`", "'").replaceAll("\\s+", " "),
                      entry.evidence().result().replace("\n", " "),
                      time(entry.evidence().at()),
                      entry.evidence().sha256()));
        }
      }
    }
    return out.toString();
  }

  private String time(Instant at) {
    return at.equals(Instant.EPOCH) ? "" : MINUTE.format(at.atZone(zone));
  }
}
