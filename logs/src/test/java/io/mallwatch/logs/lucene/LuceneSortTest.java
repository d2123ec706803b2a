package io.mallwatch.logs.lucene;

import io.mallwatch.logs.LogSortContract;
import io.mallwatch.logs.LogStore;
import io.mallwatch.testkit.FakeClock;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LuceneSortTest extends LogSortContract {

  @TempDir Path folder;

  @Override
  protected LogStore openStore() {
    return LuceneLogStore.open(LuceneLogStoreTest.CONFIG, folder, FakeClock.mondayMorning());
  }
}
