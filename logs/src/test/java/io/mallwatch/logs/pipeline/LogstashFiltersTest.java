package io.mallwatch.logs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.testkit.FakeClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogstashFiltersTest {

  private static final String CONF =
      """
      input { beats { port => 5044 } } # where lines come from
      filter {
        if [type] == "nginx" and "slow" not_here {
        }
      }
      """;

  private final Pipelines pipelines =
      Pipelines.inMemory(new FakeClock(Instant.parse("2026-11-23T04:00:00Z")));

  @AfterEach
  void close() {
    pipelines.close();
  }

  private Map<String, @Nullable Object> run(String conf, Map<String, ?> source) {
    Outcome outcome = pipelines.simulate(LogstashFilters.read(conf), "i", null, source).outcome();
    assertThat(outcome).isInstanceOf(Outcome.Kept.class);
    return ((Outcome.Kept) outcome).document().source();
  }

  @Test
  void aWholeFilterDoesWhatLogstashDoes() {
    String conf =
        """
        input { beats { port => 5044 hosts => ["a}"] } }
        filter {
          # access lines
          if [type] == "nginx" {
            grok {
              match => { "message" => ["%{IP:client} %{WORD:[http][method]} %{NOTSPACE:path} %{INT:status:int} \\[%{DATA:when}\\]"] }
              add_tag => ["access"]
              add_field => { "summary" => "%{client} asked %{[http][method]}" }
            }
            date { match => ["when", "dd/MMM/yyyy:HH:mm:ss Z"] timezone => "Asia/Shanghai" }
            mutate {
              remove_field => ["when"]
              rename => { "client" => "[source][ip]" }
              convert => ["status", "string"]
              gsub => ["path", "[?].*", ""]
              uppercase => "path"
              replace => { "type" => "access" }
            }
            mutate { add_field => { "still" => "here" } }
          } else if [type] == "json" {
            json { source => "message" target => "doc" }
          } else {
            kv { field_split => "&;" target => "q" }
          }
          if ![type] or [level] == "debug" { drop { } }
        }
        output { elasticsearch { hosts => ["http://x"] } }
        """;

    assertThat(
            run(
                conf,
                Map.of(
                    "type", "nginx",
                    "message", "10.0.0.1 GET /cart?x=1 502 [02/Nov/2026:10:00:00 +0800]")))
        .containsEntry("type", "access")
        .containsEntry("still", "here")
        .containsEntry("path", "/CART")
        .containsEntry("status", "502")
        .containsEntry("summary", "10.0.0.1 asked GET")
        .containsEntry("source", Map.of("ip", "10.0.0.1"))
        .containsEntry("tags", List.of("access"))
        .containsEntry("@timestamp", "2026-11-02T10:00:00.000+08:00")
        .doesNotContainKeys("when", "client");
    assertThat(run(conf, Map.of("type", "nginx", "message", "no")))
        .containsEntry("tags", List.of("_grokparsefailure", "_dateparsefailure"))
        .doesNotContainKey("summary");
    assertThat(run(conf, Map.of("type", "json", "message", "{\"a\":1}")))
        .containsEntry("doc", Map.of("a", 1L));
    assertThat(run(conf, Map.of("type", "kv", "message", "a=1&b=2;c=3")))
        .containsEntry("q", Map.of("a", "1", "b", "2", "c", "3"));
    assertThat(
            pipelines
                .simulate(LogstashFilters.read(conf), "i", null, Map.of("message", "a=1"))
                .outcome())
        .isInstanceOf(Outcome.Dropped.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "filter {\\n ruby { code => 'x' }\\n} | line 2: the plugin 'ruby' is not supported",
        "filter {\\n\\n grok { match => {'a' => 'b'} patterns_dir => ['x'] } } | line 3: of grok, [patterns_dir] is not supported",
        "filter { mutate { capitalize => 'x' } } | line 1: of mutate, [capitalize] is not supported",
        "filter { if [a] =~ /x/ { drop {} } } | line 1: regular expressions in conditions",
        "filter { if 'a' { drop {} } } | line 1: a comparison is expected",
        "filter { drop { } | line 1: it ends too early",
        "filter { date { match => ['x'] } } | line 1: [match] of date needs",
        "filter { mutate { replace => { 'a' => '%{+YYYY}' } } } | line 1: times in texts",
        "input { } | line 1: there is no filter",
        "filters { } | line 1: 'filters' is no section",
        "filter { grok { match => 'a } } | line 1: a text is not closed"
      })
  void whatCannotBeDoneIsRefusedWithItsLine(String conf, String reason) {
    assertThatThrownBy(() -> LogstashFilters.read(conf.replace("\\n", "\n")))
        .isInstanceOf(BadPipelineException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void conditionsThatAreNoConditionsAreRefused() {
    assertThatThrownBy(() -> LogstashFilters.read(CONF)).isInstanceOf(BadPipelineException.class);
  }
}
