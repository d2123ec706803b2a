package io.mallwatch.ops.checklist;

import io.mallwatch.alerts.yaml.Problems;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import io.mallwatch.ops.backup.CronSchedule;
import io.mallwatch.ops.health.ProbeAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Reads a checklist file; docs/checklists.md describes it. All that is wrong is reported at once.
public final class ChecklistFile {

  private static final String NAME = "[a-z0-9][a-z0-9-]{0,63}";

  private ChecklistFile() {}

  /// The list in `text`.
  ///
  /// @param file for messages
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException with every problem
  public static Checklist parse(String file, String text) {
    Problems problems = new Problems(file);
    Optional<YamlMap> root = YamlValue.parse(text, problems).flatMap(YamlValue::asMap);
    if (root.isEmpty()) {
      problems.add(1, "", "needs a name and items");
      problems.throwIfAny();
    }
    YamlMap map = root.orElseThrow();
    String name = map.requiredText("name");
    if (!name.matches(NAME)) {
      map.value().problem("name may have small letters, digits and -");
    }
    List<Checklist.Item> items = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (YamlValue value : map.list("items")) {
      value
          .asMap()
          .ifPresent(below -> {
            Checklist.Item item = item(below);
            if (!ids.add(item.id())) {
              below.value().problem("is called as another item, " + item.id());
            }
            items.add(item);
          });
    }
    if (items.isEmpty()) {
      map.value().problem("has no items");
    }
    Checklist list =
        new Checklist(
            name,
            title(map),
            schedule(map),
            Objects.requireNonNull(map.duration("within", Duration.ofHours(12))),
            map.text("owner", ""),
            items);
    map.refuseUnknown("checklist");
    problems.throwIfAny();
    return list;
  }

  private static Checklist.Text title(YamlMap map) {
    String zh = map.requiredText("title");
    return new Checklist.Text(zh, map.text("title_en", zh));
  }

  private static Optional<CronSchedule> schedule(YamlMap map) {
    String text = map.text("schedule", "");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(CronSchedule.parse(text));
    } catch (IllegalArgumentException e) {
      map.value().problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Checklist.Item item(YamlMap map) {
    String id = map.requiredText("id");
    if (!id.matches(NAME)) {
      map.value().problem("id may have small letters, digits and -");
    }
    Checklist.Item item =
        new Checklist.Item(
            id, title(map), question(map), map.text("how", ""), map.text("link", ""));
    map.refuseUnknown("checklist item");
    return item;
  }

  private static Question question(YamlMap map) {
    List<Question> found = new ArrayList<>();
    if (map.has("promql")) {
      found.add(new Question.Promql(map.requiredText("promql"), condition(map, "!= 0")));
    }
    if (map.has("logs")) {
      found.add(
          new Question.Logs(
              map.requiredText("logs"),
              Objects.requireNonNull(map.duration("window", Duration.ofDays(1))),
              condition(map, "== 0")));
    }
    if (map.bool("backup", false)) {
      found.add(new Question.Backup());
    }
    if (map.has("drill")) {
      found.add(
          new Question.Drill(Objects.requireNonNull(map.duration("drill", Duration.ofDays(31)))));
    }
    if (map.bool("incidents", false)) {
      found.add(new Question.Incidents(condition(map, "== 0")));
    }
    if (map.has("probe")) {
      found.add(new Question.Probe(addresses(map)));
    }
    if (map.has("script")) {
      found.add(new Question.Script(map.texts("script")));
    }
    if (map.bool("manual", false)) {
      found.add(new Question.Manual());
    }
    if (found.size() != 1) {
      map.value()
          .problem("needs one of promql, logs, backup, drill, incidents, probe, script, manual");
      return new Question.Manual();
    }
    return found.getFirst();
  }

  private static List<String> addresses(YamlMap map) {
    List<String> addresses = map.texts("probe");
    for (String address : addresses) {
      try {
        var _ = ProbeAddress.parse(address);
      } catch (IllegalArgumentException e) {
        map.value().problem(String.valueOf(e.getMessage()));
      }
    }
    return addresses;
  }

  private static Condition condition(YamlMap map, String absent) {
    String text = map.text("good", absent);
    try {
      return Condition.parse(text);
    } catch (IllegalArgumentException e) {
      map.value().problem(String.valueOf(e.getMessage()));
      return Condition.parse(absent);
    }
  }
}
