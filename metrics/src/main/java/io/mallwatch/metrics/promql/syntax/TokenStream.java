package io.mallwatch.metrics.promql.syntax;

import io.mallwatch.model.BadQueryException;
import java.util.List;

/// The words of a query, read one by one with a look at the next.
final class TokenStream {

  private final String query;
  private final List<Token> tokens;
  private int next;

  TokenStream(String query) {
    this.query = query;
    this.tokens = Lexer.tokens(query);
  }

  /// The next word; not consumed.
  ///
  /// @throws BadQueryException when what comes next is no word
  Token peek() {
    Token token = tokens.get(next);
    if (token.type() == TokenType.ERROR) {
      throw error(token.range(), token.text());
    }
    return token;
  }

  /// The word after the next, or the end.
  Token peekSecond() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  /// Consumes and returns the next word; the end stays.
  Token take() {
    Token token = peek();
    if (token.type() != TokenType.END) {
      next++;
    }
    return token;
  }

  /// Consumes the next word if it is `word`.
  boolean takeIf(String word) {
    if (peek().is(word)) {
      next++;
      return true;
    }
    return false;
  }

  /// The word consumed last.
  Token last() {
    return tokens.get(Math.max(0, next - 1));
  }

  /// Consumes `word` or fails.
  Token expect(String word) {
    if (!peek().is(word)) {
      throw unexpected("", "");
    }
    return take();
  }

  /// The error that the next word does not belong there.
  ///
  /// @param context where, may be empty
  /// @param expected what does, may be empty
  BadQueryException unexpected(String context, String expected) {
    Token token = peek();
    String message =
        "unexpected "
            + token.describe()
            + (context.isEmpty() ? "" : " in " + context)
            + (expected.isEmpty() ? "" : ", expected " + expected);
    return error(token.range(), message);
  }

  /// An error at `range`, in the form that Prometheus gives it.
  BadQueryException error(TextRange range, String message) {
    return error(query, range, message);
  }

  static BadQueryException error(String query, TextRange range, String message) {
    String place = query.isEmpty() ? "unknown position" : range.startIn(query);
    return new BadQueryException(place + ": parse error: " + message, range.start());
  }
}
