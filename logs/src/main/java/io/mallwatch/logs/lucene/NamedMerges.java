package io.mallwatch.logs.lucene;

import java.io.IOException;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Merges one at a time on a thread that can be told apart; a merge that fails is logged, and tried
/// again with the next.
final class NamedMerges extends ConcurrentMergeScheduler {

  private static final Logger logger = LoggerFactory.getLogger(NamedMerges.class);

  private final String name;

  NamedMerges(String name) {
    this.name = name;
    setMaxMergesAndThreads(6, 1);
    disableAutoIOThrottle();
  }

  @Override
  protected synchronized MergeThread getMergeThread(MergeSource source, MergePolicy.OneMerge merge)
      throws IOException {
    MergeThread thread = super.getMergeThread(source, merge);
    thread.setName(name);
    return thread;
  }

  @Override
  protected void handleMergeException(Throwable failure) {
    logger.error("event=merge_failed thread={}", name, failure);
  }
}
