package io.mallwatch.ops.backup.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import io.mallwatch.ops.backup.store.BackupStore;
import io.mallwatch.ops.backup.store.SecretRef;
import io.mallwatch.testkit.FakeClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class S3StoreTest {

  private final BucketStub stub = new BucketStub();
  private final S3Store store = store(stub.url(), BucketStub.SECRET);

  @AfterEach
  void close() {
    store.close();
    stub.close();
  }

  private static S3Store store(URI url, String secret) {
    return new S3Store(
        new Bucket(
            url,
            "cn-test",
            "backups",
            "mall/",
            true,
            new SecretRef("AK", ""),
            new SecretRef("SK", "")),
        Map.of("AK", BucketStub.ACCESS, "SK", secret),
        new FakeClock(Instant.parse("2026-11-23T02:00:00Z")),
        Duration.ZERO,
        BucketStub.LEAST_PART);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static Reason reason(Runnable work) {
    return catchThrowableOfType(BackupFailedException.class, work::run).reason();
  }

  @Test
  void whatIsUploadedInPartsComesBack() throws IOException {
    for (int length : new int[] {0, 1, 999, 1_000, 1_001, 5_500}) {
      String name = "db/" + length + "/商品 data+1.gz";
      try (BackupStore.Upload upload = store.create(name)) {
        upload.write(bytes(length));
        assertThat(stub.files).doesNotContainKey("mall/" + name);
        upload.commit();
      }
      assertThat(store.read(name)).isEqualTo(bytes(length));
    }
    assertThat(stub.uploads).isEmpty();
  }

  @Test
  void manyNamesAreListedPageByPage() {
    for (int i = 0; i < 7; i++) {
      store.put("a/" + i, bytes(i));
    }
    store.put("b/1", bytes(1));

    assertThat(store.list("a/")).hasSize(7).contains(new BackupStore.Entry("a/3", 3));
    store.delete("a/3");
    assertThat(store.list("a/")).hasSize(6);
  }

  @Test
  void anUploadThatIsGivenUpLeavesNothing() throws IOException {
    try (BackupStore.Upload upload = store.create("x")) {
      upload.write(bytes(3_000));
      assertThat(stub.uploads).isNotEmpty();
    }
    assertThat(stub.uploads).isEmpty();
    assertThat(stub.files).isEmpty();
  }

  @Test
  void aServerThatIsBusyForAWhileIsAskedAgain() {
    stub.failing.set(3);
    store.put("x", bytes(10));
    assertThat(stub.files).containsKey("mall/x");

    stub.failing.set(4);
    assertThat(reason(() -> store.put("y", bytes(10)))).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void everyRefusalHasItsReason() {
    try (S3Store wrong = store(stub.url(), "another")) {
      assertThat(reason(() -> wrong.put("x", bytes(1)))).isEqualTo(Reason.CREDENTIAL);
    }
    assertThat(reason(() -> store.read("nothing"))).isEqualTo(Reason.MISSING);
    stub.full = true;
    assertThat(reason(() -> store.put("x", bytes(1)))).isEqualTo(Reason.DISK_FULL);
    try (S3Store nobody = store(URI.create("http://127.0.0.1:1"), BucketStub.SECRET)) {
      assertThat(reason(() -> nobody.put("x", bytes(1)))).isEqualTo(Reason.UNREACHABLE);
    }
  }

  @Test
  void itSaysWhereWithoutSecrets() {
    assertThat(store.where()).isEqualTo("s3://backups/mall");
  }
}
