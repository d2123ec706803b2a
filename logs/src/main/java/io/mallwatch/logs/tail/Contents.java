package io.mallwatch.logs.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// Compares what files hold.
final class Contents {

  private static final int COMPARED = 64 << 10;

  private Contents() {}

  /// What a file begins with, at most [Fingerprint#MAX_LENGTH] bytes, decompressed.
  static byte[] head(Path path) throws IOException {
    return begin(path, Fingerprint.MAX_LENGTH);
  }

  private static byte[] begin(Path path, int length) throws IOException {
    try (Content content = Content.open(path)) {
      byte[] bytes = new byte[length];
      int count = content.read(0, bytes, bytes.length);
      IOException failure = content.failure();
      if (count == 0 && failure != null) {
        throw failure;
      }
      return Arrays.copyOf(bytes, count);
    }
  }

  /// Whether `path` holds what was read of `file`: the stretch before its offset is there.
  static boolean goesOn(TailedFile file, Path path) throws IOException {
    byte[] head = head(path);
    if (!file.head.isAt(head, 0, head.length)) {
      return false;
    }
    int length = file.check.length();
    try (Content content = Content.open(path)) {
      byte[] bytes = new byte[Math.max(length, 64 << 10)];
      int count = content.read(file.offset - length, bytes, length);
      return file.check.isAt(bytes, 0, count);
    }
  }

  /// Whether `copy` holds what `original` holds, or the beginning of it.
  static boolean isCopy(Path copy, Path original) throws IOException {
    byte[] some = begin(copy, COMPARED);
    byte[] more = begin(original, COMPARED);
    return some.length <= more.length && Arrays.equals(some, 0, some.length, more, 0, some.length);
  }
}
