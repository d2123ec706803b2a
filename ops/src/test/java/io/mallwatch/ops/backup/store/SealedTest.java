package io.mallwatch.ops.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedTest {

  private static final BackupKey KEY = BackupKey.of("0f".repeat(32));

  private final Random random = new Random(1);

  private byte[] seal(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (SealedOutput out = new SealedOutput(bytes, KEY, random)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] open(byte[] sealed, BackupKey key) throws IOException {
    try (SealedInput in = new SealedInput(new ByteArrayInputStream(sealed), key)) {
      return in.readAllBytes();
    }
  }

  private static Reason refused(byte[] sealed, BackupKey key) {
    return catchThrowableOfType(BackupFailedException.class, () -> open(sealed, key)).reason();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void whatIsSealedOpensAroundEveryBoundOfAFrame() throws IOException {
    int frame = SealedOutput.FRAME;
    for (int length : new int[] {0, 1, frame - 1, frame, frame + 1, 3 * frame, 3 * frame + 17}) {
      byte[] plain = bytes(length);
      byte[] sealed = seal(plain);

      assertThat(open(sealed, KEY)).isEqualTo(plain);
      assertThat(sealed.length).isGreaterThan(length);
    }
  }

  @Test
  void twoFilesOfTheSameAreSealedDifferently() throws IOException {
    byte[] plain = bytes(100);

    assertThat(seal(plain)).isNotEqualTo(seal(plain));
  }

  @Test
  void aFlippedByteAnywhereIsFound() throws IOException {
    byte[] sealed = seal(bytes(2 * SealedOutput.FRAME));
    for (int at = 0; at < sealed.length; at += 9_001) {
      byte[] flipped = sealed.clone();
      flipped[at] ^= 1;
      assertThat(refused(flipped, KEY)).isIn(Reason.DAMAGED, Reason.TRUNCATED, Reason.WRONG_KEY);
    }
  }

  @Test
  void aFileCutBetweenTwoFramesIsFound() throws IOException {
    byte[] sealed = seal(bytes(3 * SealedOutput.FRAME));
    int head = SealedOutput.MAGIC.length + 4 + SealedOutput.SALT;
    int frame = SealedOutput.FRAME + SealedOutput.TAG;

    for (int end :
        new int[] {3, head, head + 5, head + frame, head + 2 * frame, head + 2 * frame + 1}) {
      assertThat(refused(Arrays.copyOf(sealed, end), KEY)).isEqualTo(Reason.TRUNCATED);
    }
  }

  @Test
  void anotherKeyIsSaidToBeAnother() throws IOException {
    assertThat(refused(seal(bytes(10)), BackupKey.of("ab".repeat(32)))).isEqualTo(Reason.WRONG_KEY);
  }

  @Test
  void aKeyIsMadeOnceAndForItsOwnerAlone(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("backup.key");
    BackupKey made = BackupKey.create(file, random);

    assertThat(BackupKey.read(file).id()).isEqualTo(made.id()).hasSize(8);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(
            catchThrowableOfType(BackupFailedException.class, () -> BackupKey.create(file, random)))
        .isNotNull();
    assertThat(catchThrowableOfType(BackupFailedException.class, () -> BackupKey.of("short")))
        .hasMessageContaining("64 hex digits");
  }
}
