package io.mallwatch.logs.lucene.document;

import io.mallwatch.logs.query.LogWords;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/// The terms of a text: each word, at the same position its parts; each ideograph together with the
/// one behind it (a bigram), the last of a run alone. So a run of ideographs is found by its
/// bigrams at consecutive positions, and a single one by prefix.
final class LogTokenStream extends TokenStream {

  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final PositionIncrementAttribute increment =
      addAttribute(PositionIncrementAttribute.class);
  private final LogWords words = new LogWords("");
  private final StringBuilder buffer = new StringBuilder();
  private List<String> parts = List.of();
  private int part;

  /// Sets the text whose terms come next.
  LogTokenStream over(String text) {
    words.reset(text);
    parts = List.of();
    part = 0;
    return this;
  }

  @Override
  public boolean incrementToken() {
    clearAttributes();
    if (part < parts.size()) {
      term.append(parts.get(part++));
      increment.setPositionIncrement(0);
      return true;
    }
    if (!words.next()) {
      return false;
    }
    buffer.setLength(0);
    words.appendTo(buffer);
    if (words.touchesNext()) {
      words.appendNextTo(buffer);
    }
    term.append(buffer);
    increment.setPositionIncrement(1);
    parts = words.parts();
    part = 0;
    return true;
  }
}
