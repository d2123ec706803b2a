package io.mallwatch.metrics.promql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AstTreeTest {

  private static final String SELECTOR =
      "'anchored':false,'matchers':[{'name':'__name__','type':'=','value':'NAME'}],'name':'NAME',"
          + "'offset':0,'offsetExpr':null,'smoothed':false,'startOrEnd':null,'timestamp':null,"
          + "'type':'vectorSelector'";

  private static String selector(String name) {
    return "{" + SELECTOR.replace("NAME", name) + "}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1.5e3 | {'type':'numberLiteral','val':'1500'}",
        "-Inf | {'type':'numberLiteral','val':'-Inf'}",
        "'a\"b' | {'type':'stringLiteral','val':'a\\\"b'}",
        "a | A",
        "-a | {'expr':A,'op':'-','type':'unaryExpr'}",
        "(a) | {'expr':A,'type':'parenExpr'}",
        "1 + 2 | {'bool':false,'lhs':{'type':'numberLiteral','val':'1'},'matching':null,'op':'+',"
            + "'rhs':{'type':'numberLiteral','val':'2'},'type':'binaryExpr'}",
        "a > bool on (x) group_left (y) fill_right (2) b | {'bool':true,'lhs':A,'matching':"
            + "{'card':'many-to-one','fillValues':{'lhs':null,'rhs':2},'include':['y'],"
            + "'labels':['x'],'on':true},'op':'>','rhs':B,'type':'binaryExpr'}",
        "a unless b | {'bool':false,'lhs':A,'matching':{'card':'many-to-many',"
            + "'fillValues':{'lhs':null,'rhs':null},'include':[],'labels':[],'on':false},"
            + "'op':'unless','rhs':B,'type':'binaryExpr'}",
        "topk without (x) (3, a) | {'expr':A,'grouping':['x'],'op':'topk',"
            + "'param':{'type':'numberLiteral','val':'3'},'type':'aggregation','without':true}",
        "abs(a) | {'args':[A],'func':{'argTypes':['vector'],'name':'abs','returnType':'vector',"
            + "'variadic':0},'type':'call'}",
        "a[5m:1m] offset 10s | {'expr':A,'offset':10000,'offsetExpr':null,'range':300000,"
            + "'rangeExpr':null,'startOrEnd':null,'step':60000,'stepExpr':null,'timestamp':null,"
            + "'type':'subquery'}",
      })
  void treesHavePrometheusShape(String query, String expected) {
    String json = json(query).replace('"', '\'');

    assertThat(json.replace("\\'", "\\\""))
        .isEqualTo(
            expected
                .replace("A,", selector("a") + ",")
                .replace(":B,", ":" + selector("b") + ",")
                .replace("[A]", "[" + selector("a") + "]")
                .replaceAll("^A$", selector("a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a[5m] anchored @ 1.5 | 'anchored':true | 'range':300000,'rangeExpr':null |"
            + " 'timestamp':1500",
        "a offset -5m | 'offset':-300000,'offsetExpr':null | 'startOrEnd':null | 'name':'a'",
        "a[5m] smoothed @ end() | 'smoothed':true | 'startOrEnd':'end' | 'timestamp':null",
        "a[step()*2] | 'range':0,'rangeExpr':{'lhs':{'lhs':null,'op':'step','rhs':null,"
            + "'type':'durationExpr','wrapped':false},'op':'*','rhs':{'duration':false,"
            + "'type':'numberLiteral','val':'2'},'type':'durationExpr','wrapped':false}"
            + " | 'matrixSelector' | 'name':'a'",
        "a[5m] offset -(1m) | 'offset':0,'offsetExpr':{'lhs':null,'op':'-','rhs':{'lhs':null,"
            + "'op':'+','rhs':{'duration':true,'type':'numberLiteral','val':'60'},"
            + "'type':'durationExpr','wrapped':true},'type':'durationExpr','wrapped':false}"
            + " | 'a' | 'range':300000",
        "a{b!~'x.*'} | {'name':'b','type':'!~','value':'x.*'} | 'type':'vectorSelector' |"
            + " 'name':'a'",
      })
  void modifiersAreToldToo(String query, String first, String second, String third) {
    assertThat(json(query).replace('"', '\'')).contains(first, second, third);
  }

  private static String json(String query) {
    return json(AstTree.of(PromqlParser.parse(query)));
  }

  private static String json(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(member -> json(member.getKey()) + ":" + json(member.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case List<?> list ->
          list.stream().map(AstTreeTest::json).collect(Collectors.joining(",", "[", "]"));
      case Double number -> Numerals.plain(number);
      case String text -> '"' + text.replace("\"", "\\\"") + '"';
      case null, default -> String.valueOf(value);
    };
  }
}
