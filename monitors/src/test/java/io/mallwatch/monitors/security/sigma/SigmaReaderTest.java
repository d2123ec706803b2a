package io.mallwatch.monitors.security.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigmaReaderTest {

  private static LogEntry request(String url) {
    return LogEntry.builder(Instant.EPOCH, LogLevel.INFO, "mall", "GET")
        .userId("ann")
        .data("url", url)
        .data("method", "GET")
        .data("status", 404)
        .data("ip", "10.1.2.3")
        .data("http", Map.of("version", "1.1"))
        .build();
  }

  private static boolean matches(String detection, LogEntry entry) {
    String text = "title: t\nlogsource: {category: webserver}\ndetection:\n" + detection.indent(2);
    return SigmaReader.read(text, "f.yml").rules().getFirst().matches(entry);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "cs-method: get; true",
        "cs-method|cased: get; false",
        "cs-uri-query|contains: 'UNION SELECT'; true",
        "cs-uri-query|contains|all: [union, select]; true",
        "cs-uri-query|contains|all: [union, drop]; false",
        "cs-uri-query|contains: [drop, union]; true",
        "cs-uri-stem|endswith: .php; true",
        "cs-uri-stem|startswith: /shop; true",
        "cs-uri-stem: /shop/*.php; true",
        "cs-uri-stem: /shop/?.php; true",
        "cs-uri-stem: /shop/??.php; false",
        "cs-uri-stem: '/shop/\\*.php'; false",
        "cs-uri|re: 'id=\\d+'; true",
        "cs-uri|re: 'UNION'; true",
        "cs-uri|re: 'union.SELECT'; false",
        "cs-uri|re|i: 'union.SELECT'; true",
        "c-ip|cidr: 10.0.0.0/8; true",
        "c-ip|cidr: 192.168.0.0/16; false",
        "sc-status: 404; true",
        "sc-status|gte: 400; true",
        "sc-status|lt: 400; false",
        "cs-referer: null; true",
        "cs-referer|exists: false; true",
        "cs-method|exists: true; true",
        "cs-username: ANN; true",
        "http.version: '1.1'; true",
        "missing|contains: x; false"
      })
  void fieldsAreComparedAsTheirModifiersSay(String field, boolean expected) {
    LogEntry entry = request("/shop/a.php?id=1+UNION%20SELECT+2");

    assertThat(matches("selection:\n  " + field + "\ncondition: selection", entry))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "yes and not no, true",
    "yes and no, false",
    "no or yes and yes, true",
    "(no or yes) and no, false",
    "not (no or no), true",
    "1 of *, true",
    "all of them, false",
    "1 of them, true",
    "all of yes*, true",
    "not 1 of no*, true"
  })
  void conditionsBindAsWritten(String condition, boolean expected) {
    String searches = "yes: {cs-method: GET}\n\"no\": {cs-method: POST}\nyes_2: {sc-status: 404}\n";

    assertThat(
            matches(searches.replace("yes:", "\"yes\":") + "condition: " + condition, request("/")))
        .isEqualTo(expected);
  }

  @Test
  void wordsAreLookedForEverywhereAndListsOfMapsAreAlternatives() {
    LogEntry entry = request("/secret");
    assertThat(matches("words: [nothing, SECRET]\ncondition: words", entry)).isTrue();
    assertThat(matches("words:\n  '|all': [secret, nothing]\ncondition: words", entry)).isFalse();
    assertThat(matches("any:\n  - cs-method: POST\n  - sc-status: 404\ncondition: any", entry))
        .isTrue();
  }

  @Test
  void aRuleAboutRequestsDoesNotLookAtOtherEntries() {
    LogEntry plain = LogEntry.builder(Instant.EPOCH, LogLevel.INFO, "mall", "secret").build();
    assertThat(matches("words: [secret]\ncondition: words", plain)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "s: {a|base64offset: x} \\n condition: s; modifier 'base64offset' is not supported",
        "s: {a|re: '('} \\n condition: s; RE2",
        "s: {a: x} \\n condition: s | count() > 5; use a correlation",
        "s: {a: x} \\n condition: t; no search 't'",
        "s: {a: x} \\n condition: (s; closing parenthesis",
        "s: {a: x} \\n condition: 2 of s*; '2 of' is not supported",
        "s: {a: x} \\n timeframe: 5m \\n condition: s; 'timeframe' is not supported",
        "s: {a: x}; 'condition' is missing",
        "s: {a|gt: many} \\n condition: s; needs a number",
        "s: {a|cidr: mall} \\n condition: s; is no network"
      })
  void whatIsNotSupportedIsSaid(String detection, String message) {
    assertThatThrownBy(() -> matches(detection.replace(" \\n ", "\n"), request("/")))
        .isInstanceOf(BadSigmaException.class)
        .hasMessageStartingWith("f.yml: ")
        .hasMessageContaining(message);
  }

  @Test
  void correlationsOfOtherKindsAndOfRulesThatAreNotThereAreRefused() {
    String correlation =
        "title: c\ncorrelation: {type: %s, rules: [r], timespan: 5m, condition: {gte: 3}}\n";
    assertThatThrownBy(() -> SigmaReader.read(correlation.formatted("temporal"), "f.yml"))
        .hasMessageContaining("event_count and value_count");
    assertThatThrownBy(() -> SigmaReader.read(correlation.formatted("event_count"), "f").checked())
        .hasMessageContaining("there is no rule 'r'");
    assertThatThrownBy(() -> SigmaReader.read("[1]", "f")).hasMessageContaining("a mapping");
    assertThatThrownBy(() -> SigmaReader.read("{", "f")).hasMessageContaining("not YAML");
    assertThatThrownBy(() -> SigmaReader.read("title: t\nlevel: grave\ndetection: {}", "f"))
        .isInstanceOf(BadSigmaException.class);
  }
}
