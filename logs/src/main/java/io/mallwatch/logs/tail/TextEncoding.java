package io.mallwatch.logs.tail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// How a file's bytes are text.
public enum TextEncoding {
  /// UTF-16 when a byte order mark says so; else, line by line, UTF-8 where it is valid and GB18030
  /// where it is not.
  AUTO,
  UTF_8,
  /// Also GBK and GB2312, which it contains.
  GB18030,
  UTF_16LE,
  UTF_16BE;

  private static final Charset CHINESE = Charset.forName("GB18030");

  /// The encoding of a file that begins with these bytes.
  TextEncoding settled(byte[] bytes, int length) {
    if (this != AUTO || length < 2) {
      return this;
    }
    int mark = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    return mark == 0xfffe ? UTF_16LE : mark == 0xfeff ? UTF_16BE : AUTO;
  }

  /// Bytes of a line break and of the narrowest character.
  int unit() {
    return this == UTF_16LE || this == UTF_16BE ? 2 : 1;
  }

  /// The text in `bytes[from, to)`; what is no text becomes the replacement character.
  public String decode(byte[] bytes, int from, int to) {
    return switch (this) {
      case UTF_8 -> new String(bytes, from, to - from, StandardCharsets.UTF_8);
      case GB18030 -> new String(bytes, from, to - from, CHINESE);
      case UTF_16LE -> new String(bytes, from, to - from, StandardCharsets.UTF_16LE);
      case UTF_16BE -> new String(bytes, from, to - from, StandardCharsets.UTF_16BE);
      case AUTO -> {
        for (int i = from; i < to; i++) {
          if (bytes[i] < 0) {
            yield decodeByTrial(bytes, from, to);
          }
        }
        yield new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
      }
    };
  }

  private static String decodeByTrial(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    try {
      return CHINESE
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }
}
