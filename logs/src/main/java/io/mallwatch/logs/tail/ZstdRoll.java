package io.mallwatch.logs.tail;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/// A Zstandard file that is not whole fails as a gzip file does: with [EOFException] or
/// [ZipException].
final class ZstdRoll extends FilterInputStream {

  private static final String CUT_OFF = "Not enough input bytes";

  ZstdRoll(InputStream raw) {
    super(new ZstdJavaInputStream(new BufferedInputStream(raw, 64 << 10)));
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    try {
      return super.read(bytes, from, length);
    } catch (MalformedInputException e) {
      ZipException bad = new ZipException(e.getMessage());
      bad.initCause(e);
      throw bad;
    } catch (IOException e) {
      if (CUT_OFF.equals(e.getMessage())) {
        EOFException end = new EOFException(CUT_OFF);
        end.initCause(e);
        throw end;
      }
      throw e;
    }
  }
}
