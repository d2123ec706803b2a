package io.mallwatch.ops.backup.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// Encrypts what is written with AES-256-GCM, frame by frame; docs/formats/backup.md has the
/// layout. A frame's nonce is its number and whether it is the last one, so frames cannot be
/// dropped, doubled, moved, or cut off at the end. Closing writes the last frame and closes what is
/// below.
public final class SealedOutput extends OutputStream {

  static final byte[] MAGIC = "MWBKUP1\n".getBytes(StandardCharsets.US_ASCII);
  static final int SALT = 16;
  static final int FRAME = 1 << 18;
  static final int TAG = 16;

  private final OutputStream out;
  private final SecretKey key;
  private final byte[] frame = new byte[FRAME];
  private int filled;
  private long number;
  private boolean closed;

  public SealedOutput(OutputStream out, BackupKey key, RandomGenerator random) throws IOException {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    this.out = out;
    this.key = key.ofFile(salt);
    out.write(MAGIC);
    out.write(key.idBytes());
    out.write(salt);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (filled == FRAME) {
        seal(false);
      }
      int some = Math.min(left, FRAME - filled);
      System.arraycopy(bytes, from, frame, filled, some);
      filled += some;
      from += some;
      left -= some;
    }
  }

  private void seal(boolean last) throws IOException {
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, number, last);
      out.write(cipher.doFinal(frame, 0, filled));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot encrypt", e);
    }
    number++;
    filled = 0;
  }

  static Cipher cipher(int mode, SecretKey key, long number, boolean last)
      throws GeneralSecurityException {
    byte[] nonce = ByteBuffer.allocate(12).putInt(last ? 1 : 0).putLong(number).array();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
    return cipher;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try (out) {
        seal(true);
      } finally {
        Arrays.fill(frame, (byte) 0);
      }
    }
  }
}
