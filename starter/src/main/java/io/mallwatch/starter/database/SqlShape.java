package io.mallwatch.starter.database;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a statement does and to which table, and its text without values. A rough reading by
/// keyword, good for names and labels, not a parser.
///
/// @param operation `SELECT`, `INSERT`, … or `OTHER`
/// @param table the first table named, lower case, or `other`
/// @param text the statement with literals replaced by `?`, at most [#MAX_TEXT] characters
record SqlShape(String operation, String table, String text) {
  static final int MAX_TEXT = 2048;
  private static final Pattern OPERATION =
      Pattern.compile(
          "^\\s*(?:/\\*.*?\\*/\\s*)*(SELECT|INSERT|UPDATE|DELETE|REPLACE|MERGE|CREATE|ALTER|DROP|CALL|TRUNCATE)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern TABLE =
      Pattern.compile(
          "\\b(?:FROM|INTO|UPDATE|JOIN|TABLE(?:\\s+IF\\s+(?:NOT\\s+)?EXISTS)?)\\s+[`\"\\[]?([A-Za-z_][A-Za-z0-9_$]*)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LITERAL =
      Pattern.compile("'(?:[^'\\\\]|''|\\\\.)*'|\\b\\d+(?:\\.\\d+)?\\b");

  static SqlShape of(String sql) {
    String head = sql.length() <= MAX_TEXT ? sql : sql.substring(0, MAX_TEXT);
    Matcher operation = OPERATION.matcher(head);
    Matcher table = TABLE.matcher(head);
    return new SqlShape(
        operation.find() ? operation.group(1).toUpperCase(Locale.ROOT) : "OTHER",
        table.find() ? table.group(1).toLowerCase(Locale.ROOT) : "other",
        LITERAL.matcher(head).replaceAll("?").strip());
  }

  /// The statement in two words, such as `SELECT users`.
  String summary() {
    return operation + " " + table;
  }
}
