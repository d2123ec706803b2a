package io.mallwatch.ops.backup.store;

import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// The secret that backups are encrypted with: 32 random bytes, written as 64 hex digits. Who loses
/// it loses the backups; it belongs into a safe, not into the repository.
public final class BackupKey {

  private static final int BYTES = 32;
  private static final int ID_BYTES = 4;

  private final byte[] secret;

  private BackupKey(byte[] secret) {
    this.secret = secret;
  }

  /// The key that `text` writes.
  ///
  /// @throws BackupFailedException when it writes none
  public static BackupKey of(String text) {
    try {
      byte[] secret = HexFormat.of().parseHex(text.strip());
      if (secret.length == BYTES) {
        return new BackupKey(secret);
      }
    } catch (IllegalArgumentException _) {
      // said below, without the text
    }
    throw new BackupFailedException(
        Reason.WRONG_KEY, "a key is 64 hex digits; `mallwatch backup key FILE` makes one");
  }

  /// The key in a file.
  public static BackupKey read(Path file) {
    try {
      return of(Files.readString(file));
    } catch (IOException e) {
      throw BackupFailedException.of("key " + file, e);
    }
  }

  /// Makes a key and writes it to a file that is not there yet and that only its owner can read.
  ///
  /// @param random a source that nobody can guess
  public static BackupKey create(Path file, RandomGenerator random) {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    try {
      if (Files.getFileStore(file.toAbsolutePath().getParent())
          .supportsFileAttributeView("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
      Files.writeString(
          file, HexFormat.of().formatHex(secret) + "\n", StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw BackupFailedException.of("key " + file, e);
    }
    return new BackupKey(secret);
  }

  /// Tells keys apart without telling them: 8 hex digits.
  public String id() {
    return HexFormat.of().formatHex(idBytes());
  }

  byte[] idBytes() {
    return derive(new byte[0], "mallwatch backup key id", ID_BYTES).getEncoded();
  }

  /// The key of one file.
  ///
  /// @param salt random, kept with the file
  SecretKey ofFile(byte[] salt) {
    return derive(salt, "mallwatch backup file", BYTES);
  }

  private SecretKey derive(byte[] salt, String purpose, int length) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              "AES",
              HKDFParameterSpec.ofExtract()
                  .addIKM(secret)
                  .addSalt(salt)
                  .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK derives no keys", e);
    }
  }
}
