package io.mallwatch.metrics.promql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.Gen;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PromqlParserTest {

  /// A query and what is wrong with it, in Prometheus's words.
  private static final String ERRORS =
      """
      1+                              => 1:3: parse error: unexpected end of input
      .                               => 1:1: parse error: unexpected character: '.'
      2.5.                            => 1:1: parse error: bad number or duration syntax: "2.5."
      0deadbeef                       => 1:1: parse error: bad number or duration syntax: "0deadbeef"
      1 /                             => 1:4: parse error: unexpected end of input
      *1                              => 1:1: parse error: unexpected <op:*>
      (1))                            => 1:5: parse error: unexpected right parenthesis ')'
      ((1)                            => 1:5: parse error: unclosed left parenthesis
      1 and 1                         => 1:1: parse error: set operator "and" not allowed in binary scalar expression
      1 == 1                          => 1:3: parse error: comparisons between scalars must use BOOL modifier
      1 !~ 1                          => 1:3: parse error: unexpected character after '!': '~'
      1 =~ 1                          => 1:3: parse error: unexpected character after '=': '~'
      -"text"                         => 1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "string"
      -a[5m]                          => 1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "range vector"
      @@                              => 1:1: parse error: unexpected <op:@>
      1 offset 1d                     => 1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery
      a offset 1s offset 2s           => 1:1: parse error: offset may not be set multiple times
      a offset                        => 1:9: parse error: unexpected end of input in offset, expected number, duration, step(), or range()
      a @ 1 @ 2                       => 1:1: parse error: @ <timestamp> may not be set multiple times
      a @ Inf                         => 1:1: parse error: timestamp out of bounds for @ modifier: +Inf
      a @                             => 1:4: parse error: unexpected end of input in @, expected timestamp
      rate(a[5m]) @ 1                 => 1:1: parse error: @ modifier must be preceded by an instant vector selector or range vector selector or a subquery
      a - on(b) ignoring(c) d         => 1:11: parse error: unexpected <ignoring>
      a + group_left(b) c             => 1:5: parse error: unexpected <group_left>
      a == on(b) 10                   => 1:1: parse error: vector matching only allowed between instant vectors
      a and on(b) group_left(c) d     => 1:1: parse error: no grouping allowed for "and" operation
      a and 1                         => 1:1: parse error: set operator "and" not allowed in binary scalar expression
      a + on(x) group_left(x) b       => 1:3: parse error: label "x" must not occur in ON and GROUP clause at once
      a + bool b                      => 1:3: parse error: bool modifier can only be used on comparison operators
      a or fill(0) b                  => 1:1: parse error: filling in missing series not allowed for set operators
      1 + fill(0) 2                   => 1:1: parse error: filling in missing series only allowed between instant vectors
      "a" + 1                         => 1:1: parse error: binary expression must contain only scalar and instant vector types
      {                               => 1:2: parse error: unexpected end of input inside braces
      a}                              => 1:2: parse error: unexpected character: '}'
      a{b=c}                          => 1:5: parse error: unexpected identifier "c" in label matching, expected string
      a{b:c="d"}                      => 1:4: parse error: unexpected character inside braces: ':'
      a{b}                            => 1:4: parse error: unexpected "}" in label matching, expected label matching operator
      a{1}                            => 1:3: parse error: unexpected character inside braces: '1'
      a{,}                            => 1:3: parse error: unexpected "," in label matching, expected identifier or "}"
      a{b== "c"}                      => 1:5: parse error: unexpected "=" in label matching, expected string
      a{b="c" d}                      => 1:9: parse error: unexpected identifier "d" in label matching, expected "," or "}"
      a{{                             => 1:3: parse error: unexpected left brace '{'
      a{b!c}                          => 1:4: parse error: unexpected character after '!' inside braces: 'c'
      {}                              => 1:1: parse error: vector selector must contain at least one non-empty matcher
      {x=~".*"}                       => 1:1: parse error: vector selector must contain at least one non-empty matcher
      {x!="a"}                        => 1:1: parse error: vector selector must contain at least one non-empty matcher
      a{__name__="b"}                 => 1:1: parse error: metric name must not be set twice: "a" or "b"
      a[5mm]                          => 1:3: parse error: bad number or duration syntax: "5mm"
      a[5m1h]                         => 1:3: parse error: not a valid duration string: "5m1h"
      a[5y1hs]                        => 1:3: parse error: unknown unit "hs" in duration "5y1hs"
      a[0m]                           => 1:3: parse error: duration must be greater than 0
      a[-1]                           => 1:3: parse error: duration must be greater than 0
      a["5m"]                         => 1:3: parse error: unexpected character in duration expression: '"'
      a[]                             => 1:3: parse error: unexpected "]" in subquery or range selector, expected number, duration, step(), or range()
      a[step]                         => 1:7: parse error: unexpected "]" in subquery or range selector, expected number, duration, step(), or range()
      a[5m                            => 1:5: parse error: unexpected end of input in duration expression
      a[:5m]                          => 1:3: parse error: unexpected colon before duration in duration expression
      a[5m:1m:1m]                     => 1:8: parse error: unexpected repeated colon in duration expression
      a[5m / 0]                       => 1:6: parse error: division by zero
      a[5m % 0]                       => 1:6: parse error: modulo by zero
      a offset 1m[5m]                 => 1:12: parse error: no offset modifiers allowed before range
      a @ 1 [5m]                      => 1:7: parse error: no @ modifiers allowed before range
      (a + b)[5m]                     => 1:8: parse error: ranges only allowed for vector selectors
      1[5m:1m]                        => 1:1: parse error: subquery is only allowed on instant vector, got scalar instead
      a]                              => 1:2: parse error: unexpected right bracket ']'
      sum a by (b)                    => 1:5: parse error: unexpected identifier "a"
      sum(a) by b                     => 1:11: parse error: unexpected identifier "b" in grouping opts, expected "("
      sum() by (b)                    => 1:1: parse error: no arguments for aggregate expression provided
      sum(a) without (b) by (c)       => 1:20: parse error: unexpected <by>
      sum without(==)(a)              => 1:13: parse error: unexpected <op:==> in grouping opts, expected label
      sum without(b,,)(a)             => 1:15: parse error: unexpected "," in grouping opts, expected label
      sum by (b c)(a)                 => 1:11: parse error: unexpected identifier "c" in grouping opts, expected "," or ")"
      topk(a)                         => 1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1
      topk(a, b)                      => 1:6: parse error: expected type scalar in aggregation parameter, got instant vector
      count_values(5, a)              => 1:14: parse error: expected type string in aggregation parameter, got scalar
      sum(a[5m])                      => 1:5: parse error: expected type instant vector in aggregation expression, got range vector
      rate(a)                         => 1:6: parse error: expected type range vector in call to function "rate", got instant vector
      floor()                         => 1:1: parse error: expected 1 argument(s) in call to "floor", got 0
      floor(a, b)                     => 1:1: parse error: expected 1 argument(s) in call to "floor", got 2
      hour(a, b)                      => 1:1: parse error: expected at most 1 argument(s) in call to "hour", got 2
      round()                         => 1:1: parse error: expected at least 1 argument(s) in call to "round", got 0
      floor(a,)                       => 1:8: parse error: trailing commas not allowed in function call args
      nothing(a)                      => 1:1: parse error: unknown function with name "nothing"
      a b                             => 1:3: parse error: unexpected identifier "b"
      a "b"                           => 1:3: parse error: unexpected string "\\"b\\""
      "abc                            => 1:1: parse error: unterminated quoted string
      `abc                            => 1:1: parse error: unterminated raw string
      "\\z"                           => 1:1: parse error: unknown escape sequence U+007A 'z'
      "\\xg1"                         => 1:1: parse error: illegal character U+0067 'g' in escape sequence
      "\\uD800"                       => 1:1: parse error: escape sequence is an invalid Unicode code point
      a anchored smoothed             => 1:1: parse error: anchored and smoothed modifiers cannot be used together
      a[1m:] anchored                 => 1:1: parse error: anchored modifier is not supported for subqueries
      rate(a[1m]) smoothed            => 1:1: parse error: smoothed modifier not implemented
      info(a, b)                      => 1:9: parse error: expected label selectors only, got vector selector instead
      info(a, 1)                      => 1:1: parse error: expected type instant vector in call to function "info", got scalar
      info(a, -{b="c"})               => 1:9: parse error: expected label selectors only
      "支付" + ]                        => 1:12: parse error: unexpected right bracket ']'
      a ! b                           => 1:3: parse error: unexpected character after '!': ' '
      a ; b                           => 1:3: parse error: unexpected character: ';'
      1e999                           => 1:1: parse error: error parsing number: "1e999": value out of range
      """;

  static Stream<List<String>> errors() {
    return ERRORS.lines().map(line -> List.of(line.split("\\s+=> ", 2)));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorsHavePrometheusTexts(List<String> queryAndMessage) {
    String query = queryAndMessage.getFirst();
    BadQueryException error =
        catchThrowableOfType(BadQueryException.class, () -> PromqlParser.parse(query));

    assertThat(error).as(query).hasMessage(queryAndMessage.getLast());
    assertThat(error.position()).isBetween(0, query.length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "info(a)            | 1:1: parse error: function \"info\" is not enabled",
        "sum(limitk(1, a))  | 1:5: parse error: limitk() is experimental and must be enabled with"
            + " --enable-feature=promql-experimental-functions",
        "a[5m] anchored     | 1:1: parse error: anchored modifier is experimental and not enabled",
        "1 + (a - fill(0) b) | 1:6: parse error: binop fill modifiers are experimental and not"
            + " enabled",
      })
  void featuresCanBeOff(String query, String message) {
    PromqlParser.parse(query);

    assertThatThrownBy(() -> PromqlParser.parse(query, Set.of())).hasMessage(message);
  }

  @Test
  void emptyQueryIsRefused() {
    assertThatThrownBy(() -> PromqlParser.parse(""))
        .hasMessage("unknown position: parse error: no expression found in input");
    assertThatThrownBy(() -> PromqlParser.parse("# only a remark\n"))
        .hasMessage("1:1: parse error: no expression found in input");
  }

  @Test
  void positionsCountLinesAndColumns() {
    assertThatThrownBy(() -> PromqlParser.parse("sum(\n  a +\n  )"))
        .hasMessage("3:3: parse error: unexpected \")\"");
  }

  @Test
  void badRegularExpressionIsAnError() {
    assertThatThrownBy(() -> PromqlParser.parse("a{b=~\"(\"}"))
        .isInstanceOf(BadQueryException.class)
        .hasMessageStartingWith("1:3: parse error: ");
  }

  @Test
  void remarksAndSpaceAreSkipped() {
    assertThat(format("sum( # all of them\n\ta\r\n)")).isEqualTo("sum(a)");
  }

  @Test
  void selectorKeepsNameAndMatchers() {
    Expr expr = PromqlParser.parse("paid{shop=\"a\", pay!~'x|y'} offset 5m");

    assertThat(expr)
        .isInstanceOfSatisfying(
            Expr.VectorSelector.class,
            selector -> {
              assertThat(selector.name()).isEqualTo("paid");
              assertThat(selector.matchers())
                  .containsExactly(
                      Matcher.equal("shop", "a"),
                      new Matcher(Matcher.Type.NOT_REGEX, "pay", "x|y"),
                      Matcher.equal(Labels.METRIC_NAME, "paid"));
              assertThat(selector.range()).isEqualTo(new TextRange(0, 36));
            });
  }

  @Test
  void keywordsMayNameMetricsAndLabels() {
    assertThat(format("sum + by")).isEqualTo("sum + by");
    assertThat(format("offset offset 5m")).isEqualTo("offset offset 5m");
    assertThat(format("sum by (on, by, sum, start) (fill)"))
        .isEqualTo("sum by (on, by, sum, start) (fill)");
    assertThat(format("fill + fill(0) fill")).isEqualTo("fill + fill (0) fill");
    assertThat(format("start{step=\"1\"}")).isEqualTo("start{step=\"1\"}");
  }

  @Test
  void keywordsIgnoreCase() {
    assertThat(format("SUM(a) BY (b) AND ON (c) d OFFSET 5m"))
        .isEqualTo("sum by (b) (a) and on (c) d offset 5m");
  }

  @Test
  void precedenceIsThatOfMathematics() {
    assertThat(shape("a + b * c")).isEqualTo("(a + (b * c))");
    assertThat(shape("a - b - c")).isEqualTo("((a - b) - c)");
    assertThat(shape("a ^ b ^ c")).isEqualTo("(a ^ (b ^ c))");
    assertThat(shape("-a ^ b")).isEqualTo("-(a ^ b)");
    assertThat(shape("-a * b")).isEqualTo("(-a * b)");
    assertThat(shape("a or b and c unless d")).isEqualTo("(a or ((b and c) unless d))");
    assertThat(shape("a > b + c == d")).isEqualTo("((a > (b + c)) == d)");
    assertThat(shape("a % b atan2 c / d")).isEqualTo("(((a % b) atan2 c) / d)");
  }

  private static String shape(String query) {
    return shape(PromqlParser.parse(query));
  }

  private static String shape(Expr expr) {
    if (expr instanceof Expr.Binary b) {
      return "(" + shape(b.left()) + " " + b.operator().symbol() + " " + shape(b.right()) + ")";
    }
    return expr instanceof Expr.Unary unary
        ? "-" + shape(unary.expr())
        : PromqlFormatter.format(expr);
  }

  @Test
  void modifiersBindTighterThanOperators() {
    assertThat(shape("a * b offset 5m")).isEqualTo("(a * b offset 5m)");
    assertThat(shape("a offset -2 ^ 2")).isEqualTo("(a offset -2s ^ 2)");
    assertThat(shape("a offset 5m * 2")).isEqualTo("(a offset 5m * 2)");
  }

  @Test
  void numbersHaveManyForms() {
    assertThat(number("0x1F")).isEqualTo(31);
    assertThat(number("0755")).isEqualTo(493);
    assertThat(number("1_000.5")).isEqualTo(1000.5);
    assertThat(number("5.")).isEqualTo(5);
    assertThat(number(".5e-3")).isEqualTo(0.0005);
    assertThat(number("iNf")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(number("-inf")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(number("NaN")).isNaN();
    assertThat(number("1h30m")).isEqualTo(5400);
    assertThat(number("+1ms")).isEqualTo(0.001);
  }

  private static double number(String query) {
    assertThat(PromqlParser.parse(query)).isInstanceOf(Expr.NumberLiteral.class);
    return ((Expr.NumberLiteral) PromqlParser.parse(query)).value();
  }

  @Test
  void durationsMayBeComputed() {
    assertThat(format("a[5m * 2 + 30s]")).isEqualTo("a[5m * 2 + 30s]");
    assertThat(format("a[(1h + step()):max_of(step(), 1m)] offset -(range() / 2)"))
        .isEqualTo("a[(1h + step()):max_of(step(), 1m)] offset -(range() / 2)");
  }

  @Test
  void nestingIsBounded() {
    String deep = "(".repeat(10_000) + "1" + ")".repeat(10_000);
    String wide = "1" + "+1".repeat(20_000);
    String signs = "-".repeat(10_000) + "1";

    assertThatThrownBy(() -> PromqlParser.parse(deep)).hasMessageContaining("nested deeper");
    assertThatThrownBy(() -> PromqlParser.parse(wide)).hasMessageContaining("operators");
    assertThatThrownBy(() -> PromqlParser.parse(signs)).hasMessageContaining("nested deeper");
    assertThatThrownBy(() -> PromqlParser.parse("1 ".repeat(200_000)))
        .hasMessageContaining("longer than");
  }

  @Test
  void loneSelectorGivesItsMatchers() {
    assertThat(PromqlParser.parseSelector("{job=\"node\"}"))
        .containsExactly(Matcher.equal("job", "node"));
    assertThatThrownBy(() -> PromqlParser.parseSelector("rate(a[5m])"))
        .hasMessage("1:5: parse error: unexpected \"(\"");
    assertThatThrownBy(() -> PromqlParser.parseSelector("a offset 5m"))
        .isInstanceOf(BadQueryException.class);
  }

  @Test
  void anyTextIsEitherReadOrRefused() {
    Gen<String> words =
        Gen.oneOf(
            List.of(
                "a",
                "sum",
                "rate",
                "(",
                ")",
                "{",
                "}",
                "[",
                "]",
                "5m",
                "1",
                "+",
                "-",
                "==",
                "=~",
                "\"x\"",
                "by",
                "on",
                "offset",
                "@",
                ",",
                ":",
                "or",
                "bool",
                "start",
                "step",
                "'",
                "0x",
                "1e",
                "\\",
                "支付",
                "fill",
                "topk",
                "^",
                "!",
                "group_left",
                " ",
                "\n",
                "#"));
    Gen.forAll(
        3000,
        Gen.lists(words, 12),
        list -> {
          String query = String.join("", list);
          try {
            Expr expr = PromqlParser.parse(query);
            assertThat(PromqlFormatter.format(expr)).isNotEmpty();
          } catch (BadQueryException e) {
            assertThat(e).hasMessageContaining("parse error: ");
          }
        });
  }

  @Test
  void anyCharactersAreEitherReadOrRefused() {
    Gen.forAll(
        1000,
        Gen.text(40),
        query -> {
          try {
            PromqlParser.parse(query);
          } catch (BadQueryException e) {
            assertThat(e).hasMessageContaining("parse error: ");
          }
        });
  }

  private static String format(String query) {
    return PromqlFormatter.format(PromqlParser.parse(query));
  }
}
