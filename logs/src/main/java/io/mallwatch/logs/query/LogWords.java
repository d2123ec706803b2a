package io.mallwatch.logs.query;

import java.util.ArrayList;
import java.util.List;

/// Cuts text into words, for the index, for queries and for comparing in memory; all three must cut
/// alike.
///
/// A word is a run of letters and digits of any script, lower-cased, full-width forms made narrow,
/// cut at [#MAX_WORD] characters. Each Chinese, Japanese or Korean character is a word of its own;
/// whether it touches the one before is kept, so that a run of them can be found as a substring and
/// never across a comma. Everything else separates. A word such as `OrderService` or `SF1000` also
/// has parts (`order`, `service`; `sf`, `1000`), cut where case or kind changes.
///
/// Only the first [#MAX_TEXT] characters are cut; the rest of a longer text is kept but not found.
///
/// ```
/// LogWords words = new LogWords(text);
/// while (words.next()) { ... words.word() ... }
/// ```
///
/// Not thread-safe; [#reset(String)] makes it usable again.
public final class LogWords {

  /// Most characters of a text that are cut into words.
  public static final int MAX_TEXT = 32 * 1024;

  /// Longest word; the rest of a longer run is left out.
  public static final int MAX_WORD = 128;

  private static final int MAX_PARTS = 6;

  private String text = "";
  private int limit;
  private int at;
  private int start;
  private int end;
  private boolean ideograph;
  private boolean adjacent;

  public LogWords(String text) {
    reset(text);
  }

  /// Starts over with another text.
  public void reset(String newText) {
    text = newText;
    limit = Math.min(newText.length(), MAX_TEXT);
    at = 0;
    start = 0;
    end = 0;
    ideograph = false;
    adjacent = false;
  }

  /// Moves to the next word; false at the end.
  public boolean next() {
    boolean wasIdeograph = ideograph;
    int wasEnd = end;
    while (at < limit) {
      int point = pointAt(at);
      int width = Character.charCount(point);
      if (isIdeograph(point)) {
        start = at;
        at += width;
        end = at;
        adjacent = wasIdeograph && wasEnd == start;
        ideograph = true;
        return true;
      }
      if (isWordPart(point)) {
        start = at;
        do {
          at += width;
          if (at >= limit) {
            break;
          }
          point = pointAt(at);
          width = Character.charCount(point);
        } while (isWordPart(point) && !isIdeograph(point));
        at = Math.min(at, limit);
        end = at;
        adjacent = false;
        ideograph = false;
        return true;
      }
      at += width;
    }
    return false;
  }

  /// Whether the word is one Chinese, Japanese or Korean character.
  public boolean ideograph() {
    return ideograph;
  }

  /// Whether the word is such a character and so is the one right before it.
  public boolean adjacent() {
    return adjacent;
  }

  /// Whether the character right behind this one is such a character too.
  public boolean touchesNext() {
    return ideograph && end < limit && isIdeograph(pointAt(end));
  }

  /// Offset of the word in the text.
  public int start() {
    return start;
  }

  /// Offset behind the word.
  public int end() {
    return end;
  }

  /// The word as it is indexed.
  public String word() {
    StringBuilder out = new StringBuilder(end - start);
    fold(start, Math.min(end, start + MAX_WORD), out);
    return out.toString();
  }

  /// Appends the word as it is indexed.
  public void appendTo(StringBuilder out) {
    fold(start, Math.min(end, start + MAX_WORD), out);
  }

  /// Appends the character behind this one; only when [#touchesNext()].
  public void appendNextTo(StringBuilder out) {
    out.appendCodePoint(pointAt(end));
  }

  /// Sub-words of at least two characters; none when the word is of one piece, or of so many that
  /// it is a hash rather than a name.
  public List<String> parts() {
    if (ideograph || end - start < 3 || end - start > MAX_WORD) {
      return List.of();
    }
    List<String> parts = List.of();
    int from = start;
    int pieces = 1;
    for (int i = start + 1; i < end; i++) {
      if (isBorder(i)) {
        parts = withPart(parts, from, i);
        from = i;
        if (++pieces > MAX_PARTS) {
          return List.of();
        }
      }
    }
    return pieces == 1 ? List.of() : withPart(parts, from, end);
  }

  /// All words of a text, for queries and for comparing in memory.
  public static List<Word> all(String text) {
    List<Word> words = new ArrayList<>();
    LogWords scan = new LogWords(text);
    while (scan.next()) {
      words.add(new Word(scan.word(), scan.parts(), scan.ideograph, scan.adjacent));
    }
    return words;
  }

  /// @param text as indexed
  /// @param parts sub-words, often none
  /// @param ideograph whether it is one Chinese, Japanese or Korean character
  /// @param adjacent whether it touches the one before
  public record Word(String text, List<String> parts, boolean ideograph, boolean adjacent) {
    public Word {
      parts = List.copyOf(parts);
    }
  }

  private List<String> withPart(List<String> parts, int from, int to) {
    if (to - from < 2) {
      return parts;
    }
    List<String> more = parts.isEmpty() ? new ArrayList<>(4) : parts;
    StringBuilder out = new StringBuilder(to - from);
    fold(from, to, out);
    more.add(out.toString());
    return more;
  }

  /// Whether a part begins at `i`: a digit beside a letter, a capital behind a small letter, or the
  /// last capital of several before a small letter.
  private boolean isBorder(int i) {
    char before = text.charAt(i - 1);
    char here = text.charAt(i);
    boolean digit = Character.isDigit(here);
    if (digit != Character.isDigit(before)) {
      return true;
    }
    if (digit || !Character.isUpperCase(here)) {
      return false;
    }
    return Character.isLowerCase(before)
        || (Character.isUpperCase(before)
            && i + 1 < end
            && Character.isLowerCase(text.charAt(i + 1)));
  }

  private void fold(int from, int to, StringBuilder out) {
    int i = from;
    while (i < to) {
      char c = text.charAt(i);
      if (c < 0x80) {
        out.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        i++;
      } else {
        int raw = text.codePointAt(i);
        out.appendCodePoint(Character.toLowerCase(narrow(raw)));
        i += Character.charCount(raw);
      }
    }
  }

  private int pointAt(int i) {
    char c = text.charAt(i);
    if (!Character.isHighSurrogate(c) || i + 1 >= limit) {
      return narrow(c);
    }
    return text.codePointAt(i);
  }

  private static int narrow(int point) {
    return point >= 0xff01 && point <= 0xff5e ? point - 0xfee0 : point;
  }

  private static boolean isWordPart(int point) {
    if (point < 0x80) {
      return (point >= 'a' && point <= 'z')
          || (point >= '0' && point <= '9')
          || (point >= 'A' && point <= 'Z');
    }
    return Character.isLetterOrDigit(point)
        || Character.getType(point) == Character.NON_SPACING_MARK;
  }

  private static boolean isIdeograph(int point) {
    if (point < 0x1100) {
      return false;
    }
    if (point >= 0x4e00 && point <= 0x9fff) {
      return true;
    }
    if (Character.isIdeographic(point)) {
      return true;
    }
    Character.UnicodeScript script = Character.UnicodeScript.of(point);
    return (script == Character.UnicodeScript.HIRAGANA
            || script == Character.UnicodeScript.KATAKANA
            || script == Character.UnicodeScript.HANGUL)
        && Character.isLetterOrDigit(point);
  }

  /// Whether a word holds a character that is a word of its own.
  public static boolean hasIdeograph(String word) {
    return word.codePoints().anyMatch(LogWords::isIdeograph);
  }
}
