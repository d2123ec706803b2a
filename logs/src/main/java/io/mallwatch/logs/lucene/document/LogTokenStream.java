package io.mallwatch.logs.lucene.document;

import io.mallwatch.logs.query.LogWords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/// The terms of a text: each word, at the same position its parts; each ideograph together with the
/// one behind it (a bigram), the last of a run alone. So a run of ideographs is found by its
/// bigrams at consecutive positions, and a single one by prefix.
///
/// Words are those of [LogWords]. A text of ASCII, common Chinese characters and their punctuation
/// is cut in its bytes ([PlainWords]); any other by [LogWords] itself.
final class LogTokenStream extends TokenStream {

  private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
  private final PositionIncrementAttribute increment =
      addAttribute(PositionIncrementAttribute.class);
  private final PlainWords plain = new PlainWords();
  private final BytesRef ref = new BytesRef();
  private boolean isPlain;

  // Of a text that is not plain.
  private final LogWords words = new LogWords("");
  private final StringBuilder buffer = new StringBuilder();
  private List<String> parts = List.of();
  private int part;
  private byte[] scratch = new byte[64];

  /// Sets the text whose terms come next, in UTF-8; it must stay as it is until they were read.
  LogTokenStream over(byte[] utf8, int from, int length) {
    isPlain = plain.over(utf8, from, length);
    if (!isPlain) {
      words.reset(new String(utf8, from, length, StandardCharsets.UTF_8));
      parts = List.of();
      part = 0;
    }
    return this;
  }

  @Override
  public boolean incrementToken() {
    if (isPlain) {
      if (!plain.next()) {
        return false;
      }
      ref.bytes = plain.bytes();
      ref.offset = plain.offset();
      ref.length = plain.length();
      term.setBytesRef(ref);
      increment.setPositionIncrement(plain.isPart() ? 0 : 1);
      return true;
    }
    if (part < parts.size()) {
      set(parts.get(part++), 0);
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
    set(buffer, 1);
    parts = words.parts();
    part = 0;
    return true;
  }

  private void set(CharSequence text, int step) {
    scratch = ArrayUtil.grow(scratch, 3 * text.length());
    ref.bytes = scratch;
    ref.offset = 0;
    ref.length = org.apache.lucene.util.UnicodeUtil.UTF16toUTF8(text, 0, text.length(), scratch);
    term.setBytesRef(ref);
    increment.setPositionIncrement(step);
  }
}
