package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.tsdb.index.Postings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which samples a merge keeps.
@FunctionalInterface
public interface Keep {

  /// All of them.
  Keep ALL = (block, id) -> Long.MIN_VALUE;

  /// Samples of series `id` of `block` before this time go; `Long.MIN_VALUE` when none do.
  long since(Block block, int id);

  /// Lets go what is older than the first rule that covers its series says; for one merge of
  /// `blocks`.
  static Keep byRules(List<Block> blocks, List<RetentionRule> rules, long nowMillis) {
    if (rules.isEmpty()) {
      return ALL;
    }
    Map<Block, List<Postings>> covered = new HashMap<>();
    for (Block block : blocks) {
      List<Postings> lists = new ArrayList<>();
      rules.forEach(rule -> lists.add(block.select(rule.matchers())));
      covered.put(block, lists);
    }
    return (block, id) -> {
      List<Postings> lists = covered.getOrDefault(block, List.of());
      for (int i = 0; i < lists.size(); i++) {
        if (lists.get(i).contains(id)) {
          long since = nowMillis - rules.get(i).keep().toMillis();
          return since <= block.meta().fromMillis() ? Long.MIN_VALUE : since;
        }
      }
      return Long.MIN_VALUE;
    };
  }

  /// A block that is older as a whole than a rule keeps some of its series; it should be written
  /// anew without them.
  static boolean hasExpired(Block block, List<RetentionRule> rules, long nowMillis) {
    Postings decided = Postings.EMPTY;
    for (RetentionRule rule : rules) {
      Postings covered = block.select(rule.matchers());
      boolean over = block.meta().toMillis() <= nowMillis - rule.keep().toMillis();
      if (over && !covered.minus(decided).isEmpty()) {
        return true;
      }
      decided = Postings.anyOf(List.of(decided, covered));
    }
    return false;
  }
}
