package io.mallwatch.alerts.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mallwatch.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateTest {

  private static final Instant NOW = Instant.parse("2026-11-02T02:00:00Z");

  record Case(String template, String expected) {}

  static Stream<Case> goCases() throws IOException {
    List<Case> cases = new ArrayList<>();
    String template = "";
    for (String line : Files.readAllLines(Path.of("src/test/resources/template/go.cases"))) {
      if (line.startsWith("=> ") || line.startsWith("!> ")) {
        cases.add(new Case(template, line));
      }
      template = line;
    }
    assertThat(cases).hasSizeGreaterThan(60);
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("goCases")
  void printsWhatGoPrints(Case example) {
    String expected = example.expected().substring(3);
    if (example.expected().startsWith("=> ")) {
      assertThat(render(example.template()).replace("\\", "\\\\").replace("\n", "\\n"))
          .isEqualTo(expected);
    } else {
      assertThatExceptionOfType(TemplateException.class)
          .isThrownBy(() -> render(example.template()))
          .withMessageContaining(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{{ humanize 0.0 }} {{ humanize 1.0 }} {{ humanize 1234567.0 }} {{ humanize .12 }} ~ 0 1 1.235M 120m",
        "{{ humanize 1048576 }} {{ humanize1024 1048576 }} {{ humanizeDuration 135.3563 }} ~ 1.049M 1Mi 2m 15s",
        "{{ humanizePercentage 0.959 }} {{ humanizeTimestamp 1643114203 }} ~ 95.9% 2022-01-25 12:36:43 +0000 UTC",
        "{{ humanizeDuration 0 }} {{ humanizeDuration 1 }} {{ humanizeDuration 60 }} {{ humanizeDuration 3600 }} ~ 0s 1s 1m 0s 1h 0m 0s",
        "{{ humanizeDuration 86400 }}, {{ humanizeDuration 90000 }}, {{ humanizeDuration -183845 }} ~ 1d 0h 0m 0s, 1d 1h 0m 0s, -2d 3h 4m 5s",
        "{{ humanizeDuration 899.99 }}, {{ humanizeDuration .1 }}, {{ humanizeDuration .0001 }}, {{ humanizeDuration .12345 }} ~ 14m 59s, 100ms, 100us, 123.5ms",
        "{{ humanizeDuration 60.5 }}, {{ humanizeDuration 1.2345 }}, {{ humanizeDuration 12.345 }} ~ 1m 0s, 1.234s, 12.35s",
        "{{ humanizePercentage -.22222 }} {{ humanizePercentage 0.0 }} {{ humanizePercentage 1.23456 }} ~ -22.22% 0% 123.5%",
        "{{ title \"this part\" }} {{ stripPort \"[::1]:6006\" }} {{ stripPort \"h:80\" }} {{ stripPort \"h\" }} ~ This Part ::1 h h",
        "{{ stripDomain \"a.b.c:90\" }} {{ stripDomain \"192.168.0.1:9\" }} ~ a:90 192.168.0.1:9",
        "{{ parseDuration \"2h10m15s\" }} {{ (1800 | toDuration).String }} {{ \"Inf\" | humanize }} ~ 7815 30m0s +Inf",
        "{{ (toTime 1643114203).Format \"2006-01-02\" }} {{ now }} ~ 2022-01-25 1.7935848e+09",
        "{{ range query \"up\" }}{{ . | label \"job\" }}={{ . | value }} {{ end }} ~ b=1 a=2",
        "{{ with query \"up\" }}{{ . | first | value | humanize }}{{ end }} {{ (query \"up\" | first).Labels.job }} ~ 1 b",
        "{{ range query \"up\" | sortByLabel \"job\" }}{{ .Labels.job }}{{ end }} ~ ab",
        "{{ query \"none\" | first | value }} ~ <error>",
        "{{ define \"x\" }}<{{ .arg1 }}>{{ end }}{{ tmpl \"x\" (args 1 2) }} ~ <2>",
        "{{ graphLink \"up == 0\" }} {{ urlQueryEscape \"a b\" }} ~ /graph?g0.expr=up+%3D%3D+0&g0.tab=0 a+b",
        "{{ externalURL }} {{ pathPrefix }} ~ http://mall:7600/x /x",
        "{{ $labels }} {{ $value }} {{ $labels.instance }} {{ $labels.nope }} ~ map[instance:a job:b] 0.81 a",
        "{{ printf \"%.2f\" $value }} {{ $value | humanizePercentage }} ~ 0.81 81%",
      })
  void hasTheFunctionsOfPrometheus(String template, String expected) {
    String before =
        "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$value := .Value}}";
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("Labels", new GoStrings(Map.of("job", "b", "instance", "a"), false));
    data.put("ExternalLabels", new GoStrings(Map.of(), false));
    data.put("Value", 0.81);
    Map<String, Template.Function> functions =
        RuleFunctions.all(TemplateTest::answers, NOW, "http://mall:7600/x");
    String actual;
    try {
      actual =
          Template.parse("t", before + template, RuleFunctions.names())
              .render(new GoStruct("data", data, Map.of()), functions, Template.Escape.NONE)
              .strip();
    } catch (TemplateException e) {
      actual = expected.equals("<error>") ? expected : e.getMessage();
    }
    assertThat(actual).isEqualTo(expected.strip());
  }

  private static List<RuleFunctions.Answer> answers(String query) {
    return query.equals("up")
        ? List.of(
            new RuleFunctions.Answer(Labels.of("job", "b"), 1),
            new RuleFunctions.Answer(Labels.of("job", "a"), 2))
        : List.of();
  }

  @Test
  void hasTheNewerFunctionsOfAlertmanager() {
    assertThat(
            render("{{ (index .Alerts 0).StartsAt | tz \"Asia/Shanghai\" | date \"15:04 -07\" }}"))
        .isEqualTo("10:00 +08");
    assertThat(render("{{ since (index .Alerts 0).StartsAt }}")).isEqualTo("1h0m0s");
    assertThat(render("{{ toJson .CommonLabels }} {{ dict \"a\" 1 | toJson }}"))
        .isEqualTo("{\"alertname\":\"Down\",\"severity\":\"critical\"} {\"a\":1}");
    assertThat(render("{{ base64decode (base64encode \"支付\") }} {{ append (list 1) 2 }}"))
        .isEqualTo("支付 [1 2]");
    assertThat(render("{{ trimSpace \" x \" }}{{ urlUnescape \"a%20b\" }}")).isEqualTo("xa b");
  }

  @Test
  void escapesForHtmlOnlyWhatIsNotDeclaredSafe() {
    assertThat(
            Template.parse("h", "<p>{{ . }}</p>{{ . | safeHtml }}", NotificationFunctions.names())
                .render(
                    "<b>",
                    NotificationFunctions.all(InstantSource.fixed(NOW)),
                    Template.Escape.HTML))
        .isEqualTo("<p>&lt;b&gt;</p><b>");
  }

  @Test
  void callsWhatALibraryDefines() {
    Template library =
        Template.parse(
            "lib", "{{ define \"greet\" }}hi {{ . }}{{ end }}", Map.<String, String>of().keySet());
    Template main =
        Template.parse("m", "{{ template \"greet\" . }}", Map.<String, String>of().keySet());

    assertThat(main.with(library).render("you", Map.of(), Template.Escape.NONE))
        .isEqualTo("hi you");
    assertThat(library.definitions()).containsExactly("greet");
  }

  @Test
  void givesUpOnTemplatesThatDoNotEnd() {
    assertFails(
        "{{ define \"a\" }}{{ template \"a\" }}{{ end }}{{ template \"a\" }}", "template depth");
    assertFails("{{ range 2000000 }}{{ end }}", "took ");
    assertFails("{{ range 100000 }}0123456789{{ end }}", "longer than 65536");
    assertFails("{{ ".repeat(200) + "(", "");
    assertFails("{{ " + "(".repeat(200) + "1" + ")".repeat(200) + " }}", "nested deeper");
  }

  @Test
  void namesTheLineOfAMistake() {
    assertFails("a\nb\n{{ nofunc }}", "t:3: function \"nofunc\" not defined");
    assertFails("a\n{{ .Nope }}", "t:2: executing \"t\": can't evaluate field Nope");
  }

  private static void assertFails(String template, String message) {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> render(template))
        .withMessageContaining(message);
  }

  private static String render(String template) {
    return Template.parse("t", template, NotificationFunctions.names())
        .render(
            notification(),
            NotificationFunctions.all(InstantSource.fixed(NOW.plusSeconds(3600))),
            Template.Escape.NONE);
  }

  private static GoStruct notification() {
    GoStrings labels = new GoStrings(Map.of("alertname", "Down", "severity", "critical"), true);
    GoStrings annotations = new GoStrings(Map.of("summary", "S"), true);
    Map<String, @Nullable Object> alert = new LinkedHashMap<>();
    alert.put("Status", "firing");
    alert.put("Labels", labels);
    alert.put("Annotations", annotations);
    alert.put("StartsAt", GoTime.utc(NOW));
    alert.put("EndsAt", GoTime.utc(GoTime.ZERO));
    alert.put("GeneratorURL", "http://x/");
    alert.put("Fingerprint", "aa");
    List<GoStruct> firing = List.of(new GoStruct("template.Alert", alert, Map.of()));
    Map<String, GoObject.Method> methods = new HashMap<>();
    methods.put("Firing", _ -> firing);
    methods.put("Resolved", _ -> List.of());
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("Receiver", "r");
    data.put("Status", "firing");
    data.put("Alerts", new GoList("template.Alerts", firing, methods));
    data.put("GroupLabels", new GoStrings(Map.of("alertname", "Down"), true));
    data.put("CommonLabels", labels);
    data.put("CommonAnnotations", annotations);
    data.put("ExternalURL", "http://am");
    return new GoStruct("template.Data", data, Map.of());
  }
}
