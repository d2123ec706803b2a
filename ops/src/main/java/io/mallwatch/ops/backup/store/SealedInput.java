package io.mallwatch.ops.backup.store;

import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/// Reads what [SealedOutput] wrote. A wrong key, a changed byte and an early end are told apart:
/// `WRONG_KEY`, `DAMAGED`, `TRUNCATED`.
public final class SealedInput extends InputStream {

  private final InputStream in;
  private final SecretKey key;

  /// One frame and the first byte of the next.
  private final byte[] sealed = new byte[SealedOutput.FRAME + SealedOutput.TAG + 1];

  private int ahead;
  private byte[] plain = new byte[0];
  private int at;
  private long number;
  private boolean ended;

  public SealedInput(InputStream in, BackupKey key) throws IOException {
    this.in = in;
    byte[] magic = in.readNBytes(SealedOutput.MAGIC.length);
    byte[] id = in.readNBytes(key.idBytes().length);
    byte[] salt = in.readNBytes(SealedOutput.SALT);
    if (salt.length < SealedOutput.SALT) {
      throw new BackupFailedException(Reason.TRUNCATED, "the encrypted file ends in its head");
    }
    if (!Arrays.equals(magic, SealedOutput.MAGIC)) {
      throw new BackupFailedException(Reason.DAMAGED, "the file is not an encrypted backup");
    }
    if (!Arrays.equals(id, key.idBytes())) {
      throw new BackupFailedException(
          Reason.WRONG_KEY,
          "the backup was made with key %s, the one given is %s"
              .formatted(HexFormat.of().formatHex(id), key.id()));
    }
    this.key = key.ofFile(salt);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (at == plain.length) {
      if (ended) {
        return -1;
      }
      open();
    }
    int some = Math.min(length, plain.length - at);
    System.arraycopy(plain, at, bytes, offset, some);
    at += some;
    return some;
  }

  private void open() throws IOException {
    int length = ahead + in.readNBytes(sealed, ahead, sealed.length - ahead);
    boolean last = length < sealed.length;
    int frame = last ? length : length - 1;
    try {
      plain = SealedOutput.cipher(Cipher.DECRYPT_MODE, key, number, last).doFinal(sealed, 0, frame);
    } catch (AEADBadTagException e) {
      throw new BackupFailedException(
          last ? Reason.TRUNCATED : Reason.DAMAGED,
          last
              ? "the encrypted file is cut off, or damaged in its last frame"
              : "the encrypted file is damaged in frame " + number,
          e);
    } catch (GeneralSecurityException e) {
      throw new BackupFailedException(Reason.TRUNCATED, "the encrypted file is cut off", e);
    }
    if (!last) {
      sealed[0] = sealed[length - 1];
      ahead = 1;
    }
    at = 0;
    number++;
    ended = last;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
