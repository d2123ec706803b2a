package io.mallwatch.ops.oncall;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.ops.incident.Priority;
import io.mallwatch.ops.oncall.OnCallPlan.Contact;
import io.mallwatch.ops.oncall.OnCallPlan.Days;
import io.mallwatch.ops.oncall.OnCallPlan.Layer;
import io.mallwatch.ops.oncall.OnCallPlan.Person;
import io.mallwatch.ops.oncall.OnCallPlan.Policy;
import io.mallwatch.ops.oncall.OnCallPlan.Quiet;
import io.mallwatch.ops.oncall.OnCallPlan.Schedule;
import io.mallwatch.ops.oncall.OnCallPlan.Step;
import io.mallwatch.ops.oncall.OnCallPlan.Target;
import io.mallwatch.ops.oncall.OnCallPlan.Team;
import io.mallwatch.ops.oncall.OnCallPlan.Turn;
import io.mallwatch.ops.oncall.OnCallPlan.WorkCalendar;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads a plan from a tree of maps, lists and values, as JSON gives it, and writes one. What is
/// wrong, a name that nobody has included, is told with its path.
public final class PlanTree {

  private static final int MOST = 500;
  private static final Set<String> CONTACT_KINDS =
      Set.of("email", "webhook", "wecom", "dingtalk", "feishu", "slack", "receiver");

  private PlanTree() {}

  /// @param zone where none is said
  /// @throws BadQueryException naming the first thing that is wrong
  public static OnCallPlan read(@Nullable Object tree, ZoneId zone) {
    TreeFields root = new TreeFields(tree, "plan");
    List<Person> people =
        root.objects("people", MOST).stream().map(one -> person(one, zone)).toList();
    Set<String> persons = ids(root, "people", people.stream().map(Person::id).toList());
    List<Team> teams =
        root.objects("teams", MOST).stream()
            .map(one ->
                new Team(
                    id(one),
                    one.text("name", id(one)),
                    known(one, "members", one.texts("members", MOST), persons)))
            .toList();
    List<Schedule> schedules =
        root.objects("schedules", MOST).stream().map(one -> schedule(one, persons, zone)).toList();
    Map<Target.Kind, Set<String>> names =
        Map.of(
            Target.Kind.PERSON,
            persons,
            Target.Kind.TEAM,
            ids(root, "teams", teams.stream().map(Team::id).toList()),
            Target.Kind.SCHEDULE,
            ids(root, "schedules", schedules.stream().map(Schedule::id).toList()));
    List<Policy> policies =
        root.objects("policies", MOST).stream().map(one -> policy(one, names)).toList();
    ids(root, "policies", policies.stream().map(Policy::id).toList());
    return new OnCallPlan(
        people,
        teams,
        schedules,
        root.objects("overrides", 5_000).stream().map(one -> override(one, names)).toList(),
        policies,
        root.has("calendar")
            ? calendar(root.object("calendar"))
            : new WorkCalendar(Set.of(), Set.of()));
  }

  private static Set<String> ids(TreeFields root, String list, List<String> ids) {
    Set<String> all = new HashSet<>();
    for (String id : ids) {
      if (!all.add(id)) {
        throw root.bad(list, "'%s' is there twice".formatted(id));
      }
    }
    return all;
  }

  private static String id(TreeFields fields) {
    String id = fields.required("id");
    if (!id.matches("[\\p{L}\\p{N}_.-]{1,60}")) {
      throw fields.bad("id", "1 to 60 letters, digits, '_', '.', '-' are needed");
    }
    return id;
  }

  private static List<String> known(
      TreeFields fields, String name, List<String> ids, Set<String> known) {
    for (String id : ids) {
      if (!known.contains(id)) {
        throw fields.bad(name, "there is no '%s'".formatted(id));
      }
    }
    return ids;
  }

  private static Person person(TreeFields fields, ZoneId zone) {
    List<Contact> contacts =
        fields.objects("contacts", 20).stream().map(PlanTree::contact).toList();
    Quiet quiet = null;
    if (fields.has("quiet")) {
      TreeFields hours = fields.object("quiet");
      quiet = new Quiet(time(hours, "from", ""), time(hours, "until", ""));
    }
    return new Person(
        id(fields), fields.text("name", id(fields)), zone(fields, zone), contacts, quiet);
  }

  private static ZoneId zone(TreeFields fields, ZoneId otherwise) {
    return fields.value("zone", otherwise.getId(), "a time zone", ZoneId::of);
  }

  private static LocalTime time(TreeFields fields, String name, String otherwise) {
    return fields.value(name, otherwise, "a time such as 09:00", LocalTime::parse);
  }

  private static Contact contact(TreeFields fields) {
    String kind = fields.required("kind");
    if (!CONTACT_KINDS.contains(kind)) {
      throw fields.bad("kind", "one of %s is needed".formatted(new TreeSet<>(CONTACT_KINDS)));
    }
    String address = fields.required("address");
    boolean url = !kind.equals("email") && !kind.equals("receiver");
    if (url && !address.matches("https?://\\S+")) {
      throw fields.bad("address", "an address that begins with http:// or https:// is needed");
    }
    if (kind.equals("email") && !address.matches("[^@\\s,]+@[^@\\s,]+")) {
      throw fields.bad("address", "a mail address is needed");
    }
    return new Contact(
        kind,
        address,
        fields.minutes("after", 0, 0),
        fields.value("least", "P3", "P0 to P3", Priority::valueOf));
  }

  private static Schedule schedule(TreeFields fields, Set<String> persons, ZoneId zone) {
    return new Schedule(
        id(fields),
        fields.text("name", id(fields)),
        zone(fields, zone),
        fields.objects("layers", 20).stream().map(one -> layer(one, persons)).toList());
  }

  private static Layer layer(TreeFields fields, Set<String> persons) {
    return new Layer(
        fields.text("name", "layer"),
        known(fields, "people", fields.texts("people", 100), persons),
        fields.value("turn", "weekly", "hourly, daily or weekly", text -> Turn.valueOf(up(text))),
        fields.number("every", 1, 1, 365),
        time(fields, "handover", "09:00"),
        fields.value("weekday", "monday", "a weekday", text -> DayOfWeek.valueOf(up(text))),
        fields.value("start", "", "a date such as 2026-01-05", LocalDate::parse),
        fields.value("days", "all", "all, workdays or restdays", text -> Days.valueOf(up(text))),
        time(fields, "from", "00:00"),
        time(fields, "until", "00:00"));
  }

  private static String up(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private static OnCallPlan.StandIn override(
      TreeFields fields, Map<Target.Kind, Set<String>> names) {
    String schedule = fields.required("schedule");
    String person = fields.required("person");
    known(fields, "schedule", List.of(schedule), set(names, Target.Kind.SCHEDULE));
    known(fields, "person", List.of(person), set(names, Target.Kind.PERSON));
    String form = "a time such as 2026-01-05T01:00:00Z";
    Instant from = fields.value("from", "", form, PlanTree::instant);
    Instant until = fields.value("until", "", form, PlanTree::instant);
    if (!from.isBefore(until)) {
      throw fields.bad("until", "must be after 'from'");
    }
    return new OnCallPlan.StandIn(schedule, person, from, until);
  }

  private static Instant instant(String text) {
    return java.time.OffsetDateTime.parse(text).toInstant();
  }

  private static Set<String> set(Map<Target.Kind, Set<String>> names, Target.Kind kind) {
    return names.getOrDefault(kind, Set.of());
  }

  private static Policy policy(TreeFields fields, Map<Target.Kind, Set<String>> names) {
    List<Step> steps =
        fields.objects("steps", 20).stream()
            .map(one ->
                new Step(
                    one.minutes("after", 0, 0),
                    one.texts("targets", 50).stream()
                        .map(text -> target(one, text, names))
                        .toList()))
            .toList();
    if (steps.isEmpty()) {
      throw fields.bad("steps", "at least one is needed");
    }
    return new Policy(
        id(fields),
        fields.text("name", id(fields)),
        fields.pairs("match"),
        steps,
        fields.minutes("repeat", 10, 1),
        fields.minutes("ackTimeout", 0, 0));
  }

  private static Target target(
      TreeFields fields, String text, Map<Target.Kind, Set<String>> names) {
    if (text.equals("everyone")) {
      return new Target(Target.Kind.EVERYONE, "");
    }
    int colon = text.indexOf(':');
    for (Target.Kind kind : names.keySet()) {
      if (colon > 0 && text.substring(0, colon).equals(lower(kind.name()))) {
        String id = text.substring(colon + 1);
        known(fields, "targets", List.of(id), set(names, kind));
        return new Target(kind, id);
      }
    }
    throw fields.bad(
        "targets", "'%s' is not schedule:ID, person:ID, team:ID or everyone".formatted(text));
  }

  private static WorkCalendar calendar(TreeFields fields) {
    return new WorkCalendar(dates(fields, "holidays"), dates(fields, "workdays"));
  }

  private static Set<LocalDate> dates(TreeFields fields, String name) {
    Set<LocalDate> dates = new HashSet<>();
    for (String text : fields.texts(name, 2_000)) {
      try {
        dates.add(LocalDate.parse(text));
      } catch (java.time.DateTimeException e) {
        throw fields.bad(name, "'%s' is not a date such as 2026-10-01".formatted(text));
      }
    }
    return dates;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// The plan as [#read] takes it.
  public static Map<String, Object> write(OnCallPlan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("people", plan.people().stream().map(PlanTree::write).toList());
    tree.put(
        "teams",
        plan.teams().stream()
            .map(team -> map("id", team.id(), "name", team.name(), "members", team.members()))
            .toList());
    tree.put("schedules", plan.schedules().stream().map(PlanTree::write).toList());
    tree.put(
        "overrides",
        plan.overrides().stream()
            .map(one ->
                map(
                    "schedule",
                    one.schedule(),
                    "person",
                    one.person(),
                    "from",
                    one.from().toString(),
                    "until",
                    one.until().toString()))
            .toList());
    tree.put("policies", plan.policies().stream().map(PlanTree::write).toList());
    tree.put(
        "calendar",
        map(
            "holidays",
            texts(plan.calendar().holidays()),
            "workdays",
            texts(plan.calendar().workdays())));
    return tree;
  }

  private static List<String> texts(Set<LocalDate> dates) {
    return dates.stream().sorted().map(LocalDate::toString).toList();
  }

  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  private static Map<String, Object> write(Person person) {
    List<Object> contacts = new ArrayList<>();
    for (Contact contact : person.contacts()) {
      contacts.add(
          map(
              "kind",
              contact.kind(),
              "address",
              contact.address(),
              "after",
              contact.after().toMinutes(),
              "least",
              contact.least().name()));
    }
    Map<String, Object> map =
        map(
            "id",
            person.id(),
            "name",
            person.name(),
            "zone",
            person.zone().getId(),
            "contacts",
            contacts);
    Quiet quiet = person.quiet();
    if (quiet != null) {
      map.put("quiet", map("from", quiet.from().toString(), "until", quiet.until().toString()));
    }
    return map;
  }

  private static Map<String, Object> write(Schedule schedule) {
    List<Object> layers = new ArrayList<>();
    for (Layer layer : schedule.layers()) {
      layers.add(
          map(
              "name",
              layer.name(),
              "people",
              layer.people(),
              "turn",
              lower(layer.turn().name()),
              "every",
              layer.every(),
              "handover",
              layer.handover().toString(),
              "weekday",
              lower(layer.weekday().name()),
              "start",
              layer.start().toString(),
              "days",
              lower(layer.days().name()),
              "from",
              layer.from().toString(),
              "until",
              layer.until().toString()));
    }
    return map(
        "id",
        schedule.id(),
        "name",
        schedule.name(),
        "zone",
        schedule.zone().getId(),
        "layers",
        layers);
  }

  private static Map<String, Object> write(Policy policy) {
    List<Object> steps = new ArrayList<>();
    for (Step step : policy.steps()) {
      steps.add(
          map(
              "after",
              step.after().toMinutes(),
              "targets",
              step.targets().stream().map(PlanTree::text).toList()));
    }
    return map(
        "id",
        policy.id(),
        "name",
        policy.name(),
        "match",
        policy.match(),
        "steps",
        steps,
        "repeat",
        policy.repeat().toMinutes(),
        "ackTimeout",
        policy.ackTimeout().toMinutes());
  }

  /// As a plan names it, such as `schedule:primary`.
  static String text(Target target) {
    return target.kind() == Target.Kind.EVERYONE
        ? "everyone"
        : lower(target.kind().name()) + ":" + target.id();
  }
}
