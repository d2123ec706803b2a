package io.mallwatch.metrics.promql.syntax;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads PromQL 3: operator precedence by Pratt's method, everything else by recursive descent.
public final class PromqlParser {

  /// Longest query read, in UTF-16 units.
  public static final int MAX_LENGTH = 256 * 1024;

  /// Deepest nesting of parentheses, calls and signs.
  private static final int MAX_DEPTH = 200;

  /// Most binary operators in one query; they make the tree deep too.
  private static final int MAX_OPERATORS = 1000;

  private static final int SIGN_OPERAND = BinaryOperator.POWER.precedence();

  private final String query;
  private final TokenStream tokens;
  private final SelectorParser selectors;
  private final DurationParser durations;
  private final Set<Feature> features;
  private int depth;
  private int operators;

  private PromqlParser(String query, Set<Feature> features) {
    this.query = query;
    this.features = features;
    this.tokens = new TokenStream(query);
    this.selectors = new SelectorParser(tokens);
    this.durations = new DurationParser(tokens);
  }

  /// The tree of `query`, with types checked; all features are allowed.
  ///
  /// @throws BadQueryException with Prometheus's message, such as `1:5: parse error: ...`
  public static Expr parse(String query) {
    return parse(query, Feature.ALL);
  }

  /// As [#parse(String)], with only these features.
  public static Expr parse(String query, Set<Feature> features) {
    if (query.length() > MAX_LENGTH) {
      throw new BadQueryException("the query is longer than %d characters".formatted(MAX_LENGTH));
    }
    Expr expr = new PromqlParser(query, features).whole();
    new TypeChecker(query).check(expr);
    return expr;
  }

  /// The matchers of a lone selector, such as a `match[]` parameter; they may demand nothing.
  ///
  /// @throws BadQueryException also when `text` is any other expression
  public static List<Matcher> parseSelector(String text) {
    TokenStream tokens = new PromqlParser(text, Feature.ALL).tokens;
    if (!startsSelector(tokens.peek())) {
      throw tokens.unexpected("", "");
    }
    List<Matcher> matchers = new SelectorParser(tokens).selector().matchers();
    if (tokens.peek().type() != TokenType.END) {
      throw tokens.unexpected("", "");
    }
    return matchers;
  }

  private static boolean startsSelector(Token token) {
    return switch (token.type()) {
      case IDENTIFIER, METRIC_IDENTIFIER -> true;
      case KEYWORD -> Keywords.mayNameMetric(token.text());
      case PUNCTUATION -> token.is("{");
      case NUMBER, DURATION, STRING, OPERATOR, MATCH, END, ERROR -> false;
    };
  }

  private Expr whole() {
    if (tokens.peek().type() == TokenType.END) {
      throw TokenStream.error(query, new TextRange(0, 0), "no expression found in input");
    }
    Expr expr = expression(0);
    if (tokens.peek().type() != TokenType.END) {
      throw tokens.unexpected("", "");
    }
    return expr;
  }

  private Expr expression(int minPrecedence) {
    if (++depth > MAX_DEPTH) {
      throw tokens.error(
          tokens.peek().range(), "expression is nested deeper than %d".formatted(MAX_DEPTH));
    }
    Expr left = operand();
    while (true) {
      Token symbol = tokens.peek();
      BinaryOperator operator = binaryOperator(symbol);
      if (operator == null || operator.precedence() < minPrecedence) {
        break;
      }
      tokens.take();
      if (++operators > MAX_OPERATORS) {
        throw tokens.error(symbol.range(), "more than %d operators".formatted(MAX_OPERATORS));
      }
      boolean returnBool = tokens.takeIf("bool");
      VectorMatching matching = matching();
      int next = operator.precedence() + (operator == BinaryOperator.POWER ? 0 : 1);
      Expr right = expression(next);
      left = new Expr.Binary(operator, left, right, returnBool, cardinality(operator, matching));
      if (matching.hasFill() && !features.contains(Feature.FILL)) {
        throw tokens.error(left.range(), "binop fill modifiers are experimental and not enabled");
      }
    }
    depth--;
    return left;
  }

  private static VectorMatching cardinality(BinaryOperator operator, VectorMatching matching) {
    return operator.isSetOperator()
            && matching.cardinality() == VectorMatching.Cardinality.ONE_TO_ONE
        ? matching.withCardinality(VectorMatching.Cardinality.MANY_TO_MANY)
        : matching;
  }

  private static @Nullable BinaryOperator binaryOperator(Token token) {
    return token.type() == TokenType.OPERATOR || token.type() == TokenType.KEYWORD
        ? Keywords.operator(token.word()).orElse(null)
        : null;
  }

  private VectorMatching matching() {
    VectorMatching matching = VectorMatching.DEFAULT;
    if (tokens.peek().is("on") || tokens.peek().is("ignoring")) {
      boolean on = tokens.take().is("on");
      List<String> labels = selectors.grouping();
      VectorMatching.Cardinality cardinality = matching.cardinality();
      List<String> include = List.of();
      if (tokens.peek().is("group_left") || tokens.peek().is("group_right")) {
        cardinality =
            tokens.take().is("group_left")
                ? VectorMatching.Cardinality.MANY_TO_ONE
                : VectorMatching.Cardinality.ONE_TO_MANY;
        include = tokens.peek().is("(") ? selectors.grouping() : List.of();
      }
      matching = new VectorMatching(cardinality, on, labels, include, null, null);
    }
    return fill(matching);
  }

  private VectorMatching fill(VectorMatching matching) {
    Double left = matching.fillLeft();
    Double right = matching.fillRight();
    if (tokens.takeIf("fill")) {
      left = fillValue();
      right = left;
    } else if (tokens.takeIf("fill_left")) {
      left = fillValue();
      right = tokens.takeIf("fill_right") ? (Double) fillValue() : null;
    } else if (tokens.takeIf("fill_right")) {
      right = fillValue();
      left = tokens.takeIf("fill_left") ? (Double) fillValue() : null;
    }
    return new VectorMatching(
        matching.cardinality(), matching.on(), matching.labels(), matching.include(), left, right);
  }

  private double fillValue() {
    tokens.expect("(");
    boolean negative = tokens.peek().is("-");
    if (negative || tokens.peek().is("+")) {
      tokens.take();
    }
    double value = numberLiteral().value();
    tokens.expect(")");
    return negative ? -value : value;
  }

  /// An operand with everything that binds tighter than any operator: `[5m]`, `offset`, `@`.
  private Expr operand() {
    Expr expr = primary();
    while (true) {
      Token token = tokens.peek();
      if (token.is("[")) {
        expr = window(expr);
      } else if (token.is("offset")) {
        expr = offset(expr);
      } else if (token.is("@")) {
        expr = at(expr);
      } else if (token.is("anchored") || token.is("smoothed")) {
        expr = edges(expr, token.is("anchored") ? Edges.ANCHORED : Edges.SMOOTHED);
      } else {
        return expr;
      }
    }
  }

  private Expr primary() {
    Token token = tokens.peek();
    return switch (token.type()) {
      case NUMBER, DURATION -> numberLiteral();
      case STRING -> {
        tokens.take();
        yield new Expr.StringLiteral(Quoting.unquote(token.text()), token.range());
      }
      case IDENTIFIER -> tokens.peekSecond().is("(") ? call() : selectors.selector();
      case METRIC_IDENTIFIER -> selectors.selector();
      case KEYWORD -> keyword(token);
      case OPERATOR -> sign(token);
      case PUNCTUATION -> {
        if (token.is("{")) {
          yield selectors.selector();
        }
        yield parentheses();
      }
      case MATCH, END, ERROR -> throw tokens.unexpected("", "");
    };
  }

  private Expr parentheses() {
    Token open = tokens.expect("(");
    Expr inner = expression(0);
    Token close = tokens.expect(")");
    return new Expr.Paren(inner, open.range().to(close.range()));
  }

  private Expr keyword(Token token) {
    Token second = tokens.peekSecond();
    boolean aggregate = Keywords.aggregate(token.word()).isPresent();
    if (aggregate && (second.is("(") || second.is("by") || second.is("without"))) {
      return aggregation();
    }
    if (Keywords.isCallable(token.word()) && second.is("(")) {
      return call();
    }
    if (!Keywords.mayNameMetric(token.word())) {
      throw tokens.unexpected("", "");
    }
    return selectors.selector();
  }

  private Expr.NumberLiteral numberLiteral() {
    Token token = tokens.take();
    return token.type() == TokenType.DURATION
        ? new Expr.NumberLiteral(DurationParser.durationSeconds(tokens, token), true, token.range())
        : new Expr.NumberLiteral(DurationParser.number(tokens, token), false, token.range());
  }

  private Expr sign(Token token) {
    if (!token.is("+") && !token.is("-")) {
      throw tokens.unexpected("", "");
    }
    tokens.take();
    Expr operand = expression(SIGN_OPERAND);
    boolean negative = token.is("-");
    TextRange range = token.range().to(operand.range());
    if (operand instanceof Expr.NumberLiteral number) {
      double value = negative ? -number.value() : number.value();
      return new Expr.NumberLiteral(value, number.duration(), range);
    }
    return new Expr.Unary(negative, operand, range);
  }

  private Expr call() {
    Token name = tokens.take();
    List<Expr> args = arguments();
    FunctionSignature function =
        Functions.find(name.type() == TokenType.KEYWORD ? name.word() : name.text())
            .orElseThrow(() ->
                tokens.error(
                    name.range(), "unknown function with name " + Quoting.quote(name.text())));
    if (!features.contains(Feature.EXPERIMENTAL_FUNCTIONS)
        && Functions.isExperimental(function.name())) {
      throw tokens.error(
          name.range(), "function %s is not enabled".formatted(Quoting.quote(name.text())));
    }
    return new Expr.Call(function, args, name.range().to(tokens.last().range()));
  }

  private List<Expr> arguments() {
    tokens.expect("(");
    List<Expr> args = new ArrayList<>();
    if (tokens.takeIf(")")) {
      return args;
    }
    while (true) {
      args.add(expression(0));
      if (tokens.takeIf(")")) {
        return args;
      }
      Token comma = tokens.expect(",");
      if (tokens.peek().is(")")) {
        throw tokens.error(comma.range(), "trailing commas not allowed in function call args");
      }
    }
  }

  private Expr aggregation() {
    Token name = tokens.take();
    AggregateOperator operator = Keywords.aggregate(name.word()).orElseThrow();
    boolean modified = tokens.peek().is("by") || tokens.peek().is("without");
    boolean without = tokens.peek().is("without");
    List<String> grouping = modified ? modifier() : List.of();
    List<Expr> args = arguments();
    if (!modified && (tokens.peek().is("by") || tokens.peek().is("without"))) {
      without = tokens.peek().is("without");
      grouping = modifier();
    }
    TextRange range = name.range().to(tokens.last().range());
    if (operator.isExperimental() && !features.contains(Feature.EXPERIMENTAL_FUNCTIONS)) {
      throw tokens.error(
          range,
          operator.symbol()
              + "() is experimental and must be enabled with"
              + " --enable-feature=promql-experimental-functions");
    }
    if (args.isEmpty()) {
      throw tokens.error(range, "no arguments for aggregate expression provided");
    }
    int wanted = operator.hasParameter() ? 2 : 1;
    if (args.size() != wanted) {
      throw tokens.error(
          range,
          "wrong number of arguments for aggregate expression provided, expected %d, got %d"
              .formatted(wanted, args.size()));
    }
    return new Expr.Aggregate(
        operator,
        operator.hasParameter() ? args.getFirst() : null,
        args.getLast(),
        grouping,
        without,
        range);
  }

  private List<String> modifier() {
    tokens.take();
    return selectors.grouping();
  }

  private Expr window(Expr expr) {
    Token open = tokens.take();
    if (!durations.startsDuration()) {
      throw tokens.unexpected("subquery or range selector", "number, duration, step(), or range()");
    }
    DurationExpr window = durations.positive();
    if (tokens.takeIf(":")) {
      return subquery(expr, window);
    }
    if (!tokens.peek().is("]")) {
      throw tokens.unexpected("subquery or range", "\":\" or \"]\"");
    }
    Token close = tokens.take();
    TextRange brackets = open.range().to(close.range());
    if (!(expr instanceof Expr.VectorSelector vector)) {
      throw tokens.error(brackets, "ranges only allowed for vector selectors");
    }
    if (vector.time().offset() != null) {
      throw tokens.error(brackets, "no offset modifiers allowed before range");
    }
    if (vector.time().isPinned()) {
      throw tokens.error(brackets, "no @ modifiers allowed before range");
    }
    return new Expr.MatrixSelector(vector, window, expr.range().to(close.range()));
  }

  private Expr subquery(Expr expr, DurationExpr window) {
    DurationExpr step = null;
    if (!tokens.peek().is("]")) {
      if (!durations.startsDuration()) {
        throw tokens.unexpected("subquery selector", "number, duration, step(), range(), or \"]\"");
      }
      step = durations.positive();
    }
    if (!tokens.peek().is("]")) {
      throw tokens.unexpected("subquery selector", "\"]\"");
    }
    Token close = tokens.take();
    return new Expr.Subquery(
        expr, window, step, TimeModifiers.NONE, expr.range().to(close.range()));
  }

  private Expr edges(Expr expr, Edges edges) {
    String word = edges.keyword();
    tokens.take();
    if (!features.contains(Feature.EXTENDED_SELECTORS)) {
      throw tokens.error(expr.range(), word + " modifier is experimental and not enabled");
    }
    TextRange range = expr.range().to(tokens.last().range());
    return switch (expr) {
      case Expr.VectorSelector vector -> onlyEdges(vector).withEdges(edges, range);
      case Expr.MatrixSelector(Expr.VectorSelector vector, DurationExpr window, var _) ->
          new Expr.MatrixSelector(
              onlyEdges(vector).withEdges(edges, vector.range()), window, range);
      case Expr.Subquery _ ->
          throw tokens.error(expr.range(), word + " modifier is not supported for subqueries");
      case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.Call _, Expr.Aggregate _ ->
          throw tokens.error(expr.range(), word + " modifier not implemented");
      case Expr.Binary _, Expr.Unary _, Expr.Paren _ ->
          throw tokens.error(expr.range(), word + " modifier not implemented");
    };
  }

  private Expr.VectorSelector onlyEdges(Expr.VectorSelector vector) {
    if (vector.edges() != Edges.PLAIN) {
      throw tokens.error(vector.range(), "anchored and smoothed modifiers cannot be used together");
    }
    return vector;
  }

  private Expr offset(Expr expr) {
    tokens.take();
    DurationExpr offset = durations.offset();
    TimeModifiers time = modifiers(expr, "offset modifier");
    if (time.offset() != null) {
      throw tokens.error(expr.range(), "offset may not be set multiple times");
    }
    return withTime(expr, time.withOffset(offset));
  }

  private Expr at(Expr expr) {
    tokens.take();
    Token token = tokens.peek();
    TimeModifiers.At at;
    if ((token.is("start") || token.is("end")) && tokens.peekSecond().is("(")) {
      tokens.take();
      tokens.expect("(");
      tokens.expect(")");
      at = token.is("start") ? new TimeModifiers.At.Start() : new TimeModifiers.At.End();
    } else {
      at = timestamp(expr);
    }
    TimeModifiers time = modifiers(expr, "@ modifier");
    if (time.isPinned()) {
      throw tokens.error(expr.range(), "@ <timestamp> may not be set multiple times");
    }
    return withTime(expr, time.withAt(at));
  }

  private TimeModifiers.At timestamp(Expr expr) {
    boolean negative = tokens.peek().is("-");
    if (negative || tokens.peek().is("+")) {
      tokens.take();
    }
    TokenType type = tokens.peek().type();
    if (type != TokenType.NUMBER && type != TokenType.DURATION) {
      throw tokens.unexpected("@", "timestamp");
    }
    double seconds = numberLiteral().value() * (negative ? -1 : 1);
    if (!(Math.abs(seconds) < Long.MAX_VALUE / 1e3)) {
      throw tokens.error(
          expr.range(), "timestamp out of bounds for @ modifier: " + outOfBounds(seconds));
    }
    return new TimeModifiers.At.Fixed(Math.round(seconds * 1e3));
  }

  private static String outOfBounds(double seconds) {
    return Double.isFinite(seconds) ? "%f".formatted(seconds) : Numerals.plain(seconds);
  }

  private TimeModifiers modifiers(Expr expr, String what) {
    if (expr instanceof Expr.VectorSelector vector) {
      return vector.time();
    }
    if (expr instanceof Expr.MatrixSelector matrix) {
      return matrix.vector().time();
    }
    if (expr instanceof Expr.Subquery subquery) {
      return subquery.time();
    }
    throw tokens.error(
        expr.range(),
        what
            + " must be preceded by an instant vector selector or range vector selector or a"
            + " subquery");
  }

  private Expr withTime(Expr expr, TimeModifiers time) {
    TextRange range = expr.range().to(tokens.last().range());
    if (expr instanceof Expr.VectorSelector vector) {
      return vector.withTime(time, range);
    }
    if (expr instanceof Expr.MatrixSelector(Expr.VectorSelector v, DurationExpr window, var _)) {
      return new Expr.MatrixSelector(v.withTime(time, v.range()), window, range);
    }
    Expr.Subquery subquery = (Expr.Subquery) expr;
    return new Expr.Subquery(subquery.expr(), subquery.window(), subquery.step(), time, range);
  }
}
